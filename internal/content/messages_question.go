package content

// questionMessages are about questions and their answers.
func questionMessages() map[string]wording {
	return map[string]wording{
		"bank.heading": {
			Error, "Trong ngân hàng câu hỏi, mỗi `##` phải là một câu hỏi", "Thêm `{#ma type=single competence=… level=…}` vào cuối dòng",
			"In a bank every `##` is a question", "End the line with `{#id type=single competence=… level=…}`",
		},
		"bank.longest": {
			Warning, "{count} trong {all} câu một đáp án có đáp án đúng dài nhất", "Viết các lựa chọn dài ngang nhau; không quá một phần ba",
			"In {count} of {all} single questions the key is the longest answer", "Make the answers alike in length; at most a third",
		},
		"bank.position": {
			Warning, "{count} trong {all} câu một đáp án có đáp án đúng ở vị trí {place}", "Rải đáp án đúng ra các vị trí",
			"In {count} of {all} single questions the key is answer {place}", "Spread the keys over the places",
		},
		"question.place": {
			Error, "Câu hỏi chỉ đặt được ở đầu mục trong bài học và trong `bank/`", "Chuyển câu hỏi vào một bài học hoặc vào `bank/`",
			"Questions stand in lessons and in `bank/` only, not within quotes or lists", "Move it into a lesson or into `bank/`",
		},
		"question.level-of-heading": {
			Error, "Tiêu đề câu hỏi dùng sai số dấu `#`", "Trong bài học dùng `##` đến `####`; trong `bank/` dùng `##`",
			"A question's heading has the wrong number of `#`", "Use `##` to `####` in lessons, `##` in `bank/`",
		},
		"question.heading": {
			Error, "Tiêu đề “{title}” nằm trong một câu hỏi", "Dùng chữ đậm thay tiêu đề, hoặc tách thành câu hỏi cùng cấp",
			"The heading “{title}” stands within a question", "Use bold text, or make it a question of the same level",
		},
		"question.id": {
			Error, "Câu hỏi chưa có mã", "Thêm `#{try}` vào trong ngoặc `{…}`; mã giữ nguyên suốt đời câu hỏi",
			"The question has no id", "Add `#{try}` to the braces; an id stays for the life of the question",
		},
		"question.id-twice": {
			Error, "Mã `{id}` đã dùng ở {file}, dòng {line}", "Đặt mã khác: mã là duy nhất trong cả khóa học",
			"The id `{id}` stands in {file}, line {line} already", "Choose another: ids are unique in the whole course",
		},
		"question.in-lesson": {
			Error, "Câu này cũng có trong bài học ({file}, dòng {line})", "Viết tình huống khác cho bài thi: người học đã thấy đáp án",
			"The same question stands in a lesson ({file}, line {line})", "Write another situation for the exam: learners have seen this key",
		},
		"question.type": {
			Error, "Không có loại câu hỏi `{type}`", "Viết một trong: {types}; gần nhất là {near}",
			"There is no type `{type}`", "Write one of: {types}; the nearest is {near}",
		},
		"question.points": {
			Error, "`points={value}` không phải số điểm", "Viết số lớn hơn 0 với dấu chấm thập phân, ví dụ `points=0.5`",
			"`points={value}` is no number of points", "Write a number above 0 with a decimal dot, such as `points=0.5`",
		},
		"question.apart": {
			Error, "Tên nhóm `apart={value}` có ký tự không dùng được", "Viết như `apart={try}`",
			"The group `apart={value}` has characters that it cannot have", "Write it like `apart={try}`",
		},
		"question.word": {
			Error, "`{name}` không nhận giá trị `{value}`", "Viết: {words}",
			"`{name}` cannot be `{value}`", "Write: {words}",
		},
		"question.required": {
			Error, "Câu hỏi trong ngân hàng thiếu `{name}`", "Thêm `{name}=…` vào trong ngoặc `{…}`",
			"A question of the bank lacks `{name}`", "Add `{name}=…` to the braces",
		},
		"question.level": {
			Error, "Cấp độ `{value}` không phải số từ 1 đến 8", "Viết một số nguyên, ví dụ `level=2`",
			"The level `{value}` is not 1 to 8", "Write one digit, such as `level=2`",
		},
		"question.attr-of": {
			Error, "`{name}` chỉ dùng cho loại `{type}`", "Xóa `{name}=…`, hoặc đổi thành `type={type}`",
			"`{name}` is for the type `{type}` only", "Remove it, or write `type={type}`",
		},
		"question.stem": {
			Error, "Câu hỏi không có lời hỏi", "Viết câu hỏi giữa tiêu đề và các đáp án",
			"The question asks nothing", "Write the stem between the heading and the answers",
		},
		"question.choose-all": {
			Error, "Câu nhiều đáp án chưa nói cho người học biết", "Thêm “Chọn tất cả ý đúng.” vào cuối lời hỏi",
			"The stem does not say that several answers are right", "End it with “Choose all that apply.”",
		},
		"question.explanation": {
			Error, "Câu hỏi chưa có lời giải thích", "Sau các đáp án, để một dòng trống rồi viết `> quy tắc dùng được cho lần sau`",
			"The question has no explanation", "After the answers leave an empty line and write `> the rule that carries over`",
		},
		"answers.none": {
			Error, "Câu hỏi không có danh sách đáp án", "Viết mỗi đáp án một dòng, `- [x] ` cho ý đúng và `- [ ] ` cho ý khác",
			"The question has no answers", "Write one line for each: `- [x] ` for a right one, `- [ ] ` for others",
		},
		"answers.second": {
			Error, "Câu hỏi có hai danh sách đáp án", "Dùng cùng một dấu `-`; phản hồi thụt vào 2 dấu cách; không chen dòng nào ở sát lề",
			"The question has two lists of answers", "Use the same bullet; indent feedback by 2 spaces; put nothing at the margin in between",
		},
		"answers.after": {
			Error, "Có nội dung sau các đáp án", "Chỉ để lời giải thích bắt đầu bằng `> ` ở đó; phần khác chuyển lên lời hỏi",
			"Something follows the answers", "Only the explanation, after `> `, may; move the rest into the stem",
		},
		"answers.mixed": {
			Error, "Dòng này không có ô đánh dấu như các đáp án khác", "Bắt đầu bằng `- [ ] ` hoặc `- [x] `",
			"This item has no checkbox, others have", "Begin it with `- [ ] ` or `- [x] `",
		},
		"answers.many": {
			Warning, "{all} đáp án, nên có nhiều nhất {max}", "Bỏ bớt những ý không ai chọn",
			"{all} answers, better at most {max}", "Remove those that nobody would choose",
		},
		"answers.limit": {
			Error, "{all} đáp án, mức cao nhất là {max}", "Tách thành nhiều câu hỏi",
			"{all} answers, at most {max} are read", "Split the question",
		},
		"answer.box": {
			Error, "Ô đánh dấu viết chưa đúng", "Viết đúng `[ ]` với một dấu cách thường, hoặc `[x]`",
			"The checkbox is not written right", "Write `[ ]` with one ordinary space, or `[x]`",
		},
		"answer.space": {
			Warning, "Thiếu dấu cách sau ô đánh dấu", "Viết `[x] đáp án`",
			"No space follows the checkbox", "Write `[x] answer`",
		},
		"answer.indent": {
			Error, "Dòng `>` này thụt quá sâu nên thành chữ của đáp án", "Thụt đúng 2 dấu cách dưới `- ` (3 dưới `1. `)",
			"This `>` is indented too far and becomes part of the answer", "Indent it by 2 spaces under `- ` (3 under `1. `)",
		},
		"answer.joined": {
			Warning, "Dòng này không có `>` nên nối vào dòng trên", "Thêm `> ` nếu là phản hồi; nếu là đáp án thì viết trên một dòng",
			"This line has no `>` and joins the one above", "Add `> ` if it is feedback; write an answer on one line",
		},
		"answer.blocks": {
			Error, "Đáp án chỉ gồm một đoạn và phản hồi `>`", "Bỏ danh sách, bảng, đoạn thứ hai ra khỏi đáp án",
			"An answer is one paragraph and feedback after `>`", "Take lists, tables and further paragraphs out of it",
		},
		"answer.empty": {
			Error, "Đáp án không có chữ", "Viết đáp án sau ô đánh dấu, hoặc xóa dòng",
			"The answer is empty", "Write it after the checkbox, or remove the line",
		},
		"answer.margin": {
			Error, "Phản hồi nằm sát lề nên thành lời giải thích của cả câu", "Thụt vào 2 dấu cách; nếu là lời giải thích thì để một dòng trống phía trên",
			"Feedback at the margin becomes the explanation of the question", "Indent it by 2 spaces; leave an empty line above an explanation",
		},
		"answer.feedback": {
			Error, "Đáp án `[ ]` chưa có phản hồi", "Thêm dòng dưới, thụt 2 dấu cách: `  > vì sao chưa đúng và sửa thế nào`",
			"A `[ ]` answer has no feedback", "Add a line below, indented by 2: `  > why not, and what instead`",
		},
		"answer.feedback-each": {
			Error, "Mỗi ý đúng–sai đều cần phản hồi", "Thêm dòng dưới, thụt 2 dấu cách: `  > vì sao`",
			"Every statement of a true/false question needs feedback", "Add a line below, indented by 2: `  > why`",
		},
		"answer.equal": {
			Error, "Đáp án này giống một đáp án ở trên", "Viết lại hoặc xóa",
			"This answer equals one above", "Rewrite or remove it",
		},
		"answer.all-of-them": {
			Warning, "Đáp án kiểu “tất cả các ý trên”", "Chuyển thành `type=multiple`, hoặc thay bằng một ý cụ thể",
			"An answer like “all of the above”", "Make it `type=multiple`, or write one thing",
		},
		"single.count": {
			Error, "Câu một đáp án cần đúng một `[x]` và ít nhất một `[ ]`; ở đây có {right} và {wrong}", "Sửa các ô đánh dấu, hoặc đổi `type`",
			"A single question needs exactly one `[x]` and at least one `[ ]`; here are {right} and {wrong}", "Mend the boxes, or change `type`",
		},
		"multiple.count": {
			Error, "Câu nhiều đáp án cần ít nhất một `[x]`, một `[ ]` và ba đáp án; ở đây có {right}, {wrong} và {all}", "Thêm đáp án, hoặc đổi `type`",
			"A multiple question needs an `[x]`, a `[ ]` and three answers; here are {right}, {wrong} and {all}", "Add answers, or change `type`",
		},
		"entry.count": {
			Error, "Chưa có đáp án đúng nào", "Đánh dấu `[x]` cho giá trị được chấp nhận",
			"No answer is right", "Mark an accepted entry with `[x]`",
		},
		"truefalse.verdict": {
			Error, "Ý này chỉ có chữ Đúng hoặc Sai", "Viết thành nhận định để người học xét; nếu chỉ có hai lựa chọn thì dùng `type=single`",
			"This item is only a verdict", "Write a statement to be judged, or use `type=single` with two answers",
		},
		"short.link": {
			Warning, "Địa chỉ trong đáp án bị biến thành liên kết", "Đặt địa chỉ trong dấu `` ` ``",
			"An address in the answer becomes a link", "Put it into code",
		},
		"short.same": {
			Error, "Máy không phân biệt được ý này với “{text}”", "Sửa một trong hai, hoặc đặt `match=marks` hay `match=exact`",
			"This entry cannot be told from “{text}”", "Change one of them, or write `match=marks` or `match=exact`",
		},
		"short.typos": {
			Error, "“{text}” quá ngắn để nhận sai {typos} chữ: gõ sai là thành từ khác", "Bỏ `typos`, hoặc dùng đáp án có từ {min} chữ cái",
			"“{text}” is too short to accept {typos} wrong letters: it would be another word", "Leave `typos` out, or accept texts of {min} letters or more",
		},
		"numeric.key": {
			Error, "“{text}” không phải số", "Viết một số, `a..b` hoặc `a ± b`, không kèm đơn vị",
			"“{text}” is no number", "Write a number, `a..b` or `a ± b`, without the unit",
		},
		"numeric.key-notation": {
			Error, "Số “{text}” không theo cách viết của ngôn ngữ khóa học", "Viết “{try}”",
			"The number “{text}” is not in the notation of the course's language", "Write “{try}”",
		},
		"numeric.key-range": {
			Error, "Khoảng đi từ {low} xuống {high}", "Viết số nhỏ trước",
			"The range goes from {low} down to {high}", "Write the smaller end first",
		},
	}
}
