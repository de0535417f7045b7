package content

// courseMessages are about the course as a whole: its folders, settings, glossary and exam.
func courseMessages() map[string]wording {
	return map[string]wording{
		"courses.none": {
			Error, "Thư mục không có khóa học nào", "Chỉ tới thư mục có `<khóa-học>/course.md`, hoặc thư mục của một khóa học",
			"The folder holds no course", "Name a folder with `<course>/course.md`, or the folder of one course",
		},
		"course.missing": {
			Error, "Thiếu `course.md`", "Thêm tệp này với phần khai báo và lời giới thiệu khóa học",
			"`course.md` is missing", "Add it, with front matter and the course page",
		},
		"course.files": {
			Error, "Thư mục có hơn {max} tệp", "Chỉ để trong thư mục những tệp của khóa học",
			"The folder has more than {max} files", "Keep only the course's own files in it",
		},
		"course.bytes": {
			Error, "Khóa học nặng {size} MiB, mức cao nhất là {max} MiB", "Nén âm thanh, video và hình, hoặc chia thành hai khóa",
			"The course has {size} MiB, at most {max} MiB are kept", "Compress sound, video and pictures, or make two courses of it",
		},
		"course.text": {
			Error, "Các tệp Markdown nặng {size} MiB, mức cao nhất là {max} MiB", "Chia thành nhiều khóa học",
			"The Markdown files have {size} MiB, at most {max} MiB are read", "Make several courses of them",
		},
		"course.slug": {
			Error, "Tên thư mục `{slug}` không dùng làm mã khóa học được", "Đổi thành `{try}`: chữ thường a–z, số, gạch nối, không quá 64 ký tự",
			"The folder's name `{slug}` is not a slug", "Rename it `{try}`: a–z, digits, dashes, at most 64 characters",
		},
		"course.slug-twice": {
			Error, "Tên `{slug}` đã dùng ở `{file}`", "Đổi tên một trong hai: số thứ tự không tính là tên",
			"The name `{slug}` is taken by `{file}`", "Rename one of them: the number is not part of the name",
		},
		"course.was": {
			Error, "Khóa học giữ nguyên tên thư mục, `was` không đổi được", "Trả thư mục về tên cũ và xóa `was`; tên hiện cho người học là `title`, đổi lúc nào cũng được",
			"A course keeps the name of its folder, `was` cannot change it", "Give the folder its old name and remove `was`; what learners see is `title`, which may change at any time",
		},
		"course.empty": {
			Error, "Khóa học chưa có phần nào", "Thêm thư mục `01-ten-module` với `module.md` và các bài học",
			"The course has no module", "Add a folder `01-name` with `module.md` and lessons",
		},
		"course.language": {
			Error, "`{value}` không phải mã ngôn ngữ", "Viết mã BCP 47, ví dụ `vi` hoặc `en`",
			"`{value}` is no language tag", "Write a BCP 47 tag, such as `vi` or `en`",
		},
		"course.framework": {
			Error, "Không có khung năng lực `{id}`", "Dùng một trong: {known}{near}",
			"There is no framework `{id}`", "Use one of: {known}{near}",
		},
		"course.code": {
			Error, "Khung {standard} không có mã {code}", "Viết một mã có trong khung{near}",
			"{standard} has no code {code}", "Write a code of the framework{near}",
		},
		"course.competence": {
			Error, "Khung {standard} không có năng lực {code}", "Viết một mã có trong khung{near}",
			"{standard} has no competence {code}", "Write a code of the framework{near}",
		},
		"lesson.heavy": {
			Warning, "Bài nặng {size} KB, quá mức {max} KB của một bài mang theo khi không có mạng", "Thu nhỏ hình, hoặc chia bài làm hai",
			"The lesson weighs {size} KB, above the {max} KB of a lesson that is taken along without network", "Use smaller pictures, or make two lessons of it",
		},
		"lesson.long": {
			Warning, "Bài dài {words} tiếng, nên có nhiều nhất {max}", "Chia bài làm hai, hoặc bỏ phần người học chưa cần",
			"The lesson has {words} words, more than {max}", "Make two lessons of it, or leave out what learners do not need yet",
		},
		"lesson.minutes": {
			Warning, "Đọc và trả lời bài này mất chừng {takes} phút, không phải {minutes}", "Sửa `minutes`, hoặc rút ngắn bài",
			"Reading and answering takes about {takes} minutes, not {minutes}", "Change `minutes`, or shorten the lesson",
		},
		"module.missing": {
			Error, "Phần thiếu `module.md`", "Thêm tệp này với `title` trong phần khai báo",
			"The module has no `module.md`", "Add it, with `title` in its front matter",
		},
		"module.empty": {
			Error, "Phần chưa có bài học nào", "Thêm tệp `01-ten-bai.md`, hoặc xóa thư mục",
			"The module has no lesson", "Add `01-name.md`, or remove the folder",
		},
		"completion.practical": {
			Error, "Đòi bài thực hành nhưng bài học không có bài nào", "Viết `practical: none`, hoặc thêm câu `type=practical` vào bài học",
			"Practical tasks are asked for, but no lesson has one", "Write `practical: none`, or add a `type=practical` to a lesson",
		},
		"completion.lessons": {
			Error, "Đòi {need} bài học nhưng khóa học có {have}", "Viết `lessons: all` hoặc số nhỏ hơn",
			"{need} lessons are asked for, the course has {have}", "Write `lessons: all` or a smaller number",
		},
		"completion.practice": {
			Error, "Đòi luyện tập nhưng bài học không có câu hỏi", "Xóa `practice`, hoặc thêm câu hỏi vào bài học",
			"Practice is asked for, but no lesson has a question", "Remove `practice`, or add questions to lessons",
		},
		"completion.exam": {
			Error, "Đòi bài thi nhưng khóa học không có `exam`", "Viết `exam: none`, hoặc thêm phần `exam`",
			"An exam is asked for, but the course has none", "Write `exam: none`, or add a blueprint",
		},
		"glossary.id": {
			Error, "Từ ngữ chưa có mã", "Thêm `{#{try}}` vào cuối dòng",
			"The term has no id", "End the line with `{#{try}}`",
		},
		"glossary.paragraph": {
			Error, "Mỗi từ ngữ cần đúng một đoạn giải thích", "Viết một đoạn ngắn dưới tiêu đề",
			"A term has exactly one paragraph", "Write one short paragraph below it",
		},
		"glossary.stray": {
			Error, "Nội dung không thuộc từ ngữ nào", "Chuyển xuống dưới một dòng `## Từ {#ma}`, hoặc xóa",
			"This belongs to no term", "Move it below a line `## Term {#id}`, or remove it",
		},
		"glossary.unused": {
			Warning, "Chưa bài nào dẫn tới từ “{term}”", "Thêm liên kết `(../glossary.md#{id})` ở chỗ từ này xuất hiện lần đầu, hoặc xóa từ",
			"Nothing links to the term “{term}”", "Link to `../glossary.md#{id}` where it first appears, or remove it",
		},
		"exam.no-rows": {
			Error, "Bài thi chưa rút câu hỏi nào", "Thêm dòng `- { competence: \"…\", level: 2, count: 2 }`",
			"The exam draws nothing", "Add a row `- { competence: \"…\", level: 2, count: 2 }`",
		},
		"exam.scenario": {
			Error, "Ngân hàng không có tình huống `{id}`", "Viết `scenario: any` kèm `parts`, hoặc mã của một tình huống{near}",
			"The bank has no scenario `{id}`", "Write `scenario: any` with `parts`, or the id of one{near}",
		},
		"exam.row-too-few-scenarios": {
			Error, "Dòng {row} cần {need} tình huống có {parts} phần nhưng ngân hàng chỉ đủ {have}", "Thêm tình huống, sửa `parts`, hoặc giảm `count`",
			"Row {row} needs {need} scenarios with {parts} parts, the bank can give {have}", "Add scenarios, mend `parts`, or lower `count`",
		},
		"exam.row-few-scenarios": {
			Warning, "Dòng {row} chỉ có {have} tình huống để chọn, nên có từ {want}", "Thêm tình huống, kẻo người học sớm thuộc đề",
			"Row {row} has {have} scenarios to choose from, better {want}", "Add scenarios, lest the exam is soon known by heart",
		},
		"exam.from": {
			Error, "Không có tệp `bank/{file}`", "Viết tên tệp trong `bank/`{near}",
			"There is no `bank/{file}`", "Write the name of a file in `bank/`{near}",
		},
		"exam.type": {
			Error, "Không rút được loại `{type}`", "Viết một trong: {types}",
			"The type `{type}` cannot be drawn", "Write one of: {types}",
		},
		"exam.levels": {
			Error, "`level` không phải một bậc hay một khoảng", "Viết `2` hoặc `[1, 3]`, số nhỏ trước",
			"`level` is neither a level nor a range", "Write `2` or `[1, 3]`, the lower first",
		},
		"exam.row-too-few": {
			Error, "Dòng {row} cần {need} câu nhưng ngân hàng chỉ đủ {have}", "Thêm câu hỏi, giảm `count`, hoặc nới `competence`, `level`",
			"Row {row} needs {need} questions, the bank can give {have}", "Add questions, lower `count`, or widen `competence` or `level`",
		},
		"exam.draw-impossible": {
			Error, "Từng dòng đều đủ nhưng rút chung thì thiếu: cần {need} câu, rút được {have}", "Thêm câu hỏi cho các dòng tranh nhau cùng một câu hoặc cùng nhóm `apart`",
			"Each row can be met, but not all together: {need} questions needed, {have} can be drawn", "Add questions where rows compete for the same ones or for a group of `apart`",
		},
		"exam.claim-unsupported": {
			Error,
			"Có đề chỉ rút {have}/{need} câu của {competence}, {at_level}/{need_at_level} câu ở bậc {level}, chưa đủ để kết luận bậc",
			"Thêm dòng rút cho năng lực này ở đúng bậc, hoặc bỏ nó khỏi `claims`",
			"A draw may hold only {have}/{need} questions of {competence} and {at_level}/{need_at_level} at level {level}, too few to state it",
			"Add rows that draw this competence at the level, or remove it from `claims`",
		},
		"exam.claim-too-high": {
			Error, "Bậc {level} của {competence} không thể công bố bằng câu hỏi chọn", "Công bố nhiều nhất bậc {max}; bậc cao hơn cần bài thực hành",
			"Level {level} of {competence} cannot be shown by questions", "Claim level {max} at most; higher ones are shown by work",
		},
		"exam.row-unequal-points": {
			Warning, "Các câu của dòng {row} có số điểm khác nhau, nên các đề không ngang nhau", "Cho các câu này cùng `points`",
			"The candidates of row {row} differ in points, so exams are unequal", "Give them the same `points`",
		},
		"exam.row-few-candidates": {
			Warning, "Dòng {row} chỉ có {have} câu để chọn, nên có từ {want} câu", "Thêm câu hỏi, kẻo người học sớm thuộc đề",
			"Row {row} has {have} candidates, better {want}", "Add questions, lest the exam is soon known by heart",
		},
	}
}
