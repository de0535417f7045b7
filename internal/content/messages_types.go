package content

// typeMessages are about the types of question whose answers are not one list with checkboxes.
func typeMessages() map[string]wording {
	return map[string]wording{
		"question.boxes": {
			Error, "Loại `{type}` không dùng ô đánh dấu", "Bỏ `[ ]` và `[x]`, hoặc đổi `type`",
			"The type `{type}` has no checkboxes", "Remove `[ ]` and `[x]`, or change `type`",
		},
		"cloze.none": {
			Error, "Câu điền chỗ trống chưa có danh sách đánh số các chỗ trống", "Viết `1. nhãn`, dưới đó là đáp án thụt vào 3 dấu cách: `   - [x] đáp án`",
			"A question with gaps has a numbered list of them", "Write `1. label` and below it its answers, indented by 3: `   - [x] answer`",
		},
		"cloze.count": {
			Error, "Lời hỏi có {gaps} chỗ trống, danh sách có {items} mục", "Viết `{1}`, `{2}` trong đoạn văn, mỗi chỗ một mục; đáp án thụt vào 3 dấu cách (4 từ mục 10)",
			"The stem has {gaps} gaps, the list {items} items", "Write `{1}`, `{2}` in paragraphs and one item each; indent answers by 3 (4 from item 10 on)",
		},
		"cloze.order": {
			Error, "Chỗ trống {gap} sai thứ tự", "Viết `{try}`: đánh số từ 1, tăng dần, mỗi số một lần",
			"The gap {gap} is out of order", "Write `{try}`: number them from 1, ascending, each once",
		},
		"cloze.place": {
			Error, "Chỗ trống chỉ đặt được trong đoạn văn", "Chuyển ra khỏi tiêu đề, bảng, mã, liên kết",
			"Gaps stand in paragraphs only", "Move it out of the heading, table, code or link",
		},
		"cloze.indent": {
			Error, "Danh sách đáp án nằm sát lề nên không thuộc chỗ trống nào", "Thụt vào 3 dấu cách dưới `1. ` (4 từ mục 10)",
			"An answer list at the margin belongs to no gap", "Indent it by 3 under `1. ` (4 from item 10 on)",
		},
		"cloze.item": {
			Error, "Chỗ trống {gap} cần một nhãn ngắn và một danh sách đáp án", "Viết `{gap}. nhãn`, dòng dưới thụt 3 dấu cách: `   - [x] đáp án`",
			"The gap {gap} needs a short label and an answer list", "Write `{gap}. label` and below it, indented by 3: `   - [x] answer`",
		},
		"cloze.menu": {
			Error, "Chỗ trống {gap} là danh sách chọn nên cần đúng một `[x]`; ở đây có {right}", "Sửa các ô đánh dấu; chỗ để gõ thì chỉ có `[x]`",
			"The gap {gap} is a menu and needs exactly one `[x]`; here are {right}", "Mend the boxes; a gap to type into has `[x]` only",
		},
		"hotspot.picture": {
			Error, "Câu chọn trên hình cần đúng một hình đứng riêng một đoạn; ở đây có {count}", "Viết `![mô tả](hinh.svg)` giữa hai dòng trống",
			"A hotspot question needs exactly one picture alone in its paragraph; here are {count}", "Write `![description](picture.svg)` between two empty lines",
		},
		"hotspot.count": {
			Error, "Cần ít nhất hai vùng và một `[x]`; ở đây có {all} và {right}", "Thêm vùng hoặc sửa các ô đánh dấu",
			"At least two areas and one `[x]` are needed; here are {all} and {right}", "Add areas or mend the boxes",
		},
		"hotspot.area": {
			Error, "Không đọc được vùng “{text}”", "Kết thúc dòng bằng `` `rect x y rộng cao` `` hoặc `` `circle x y r` ``, phần trăm từ góc trên bên trái, dấu chấm thập phân",
			"The area “{text}” cannot be read", "End the line with `` `rect x y w h` `` or `` `circle x y r` ``, in percent from the top left, with a decimal dot",
		},
		"hotspot.outside": {
			Error, "Vùng “{text}” ra ngoài hình", "Giảm kích thước hoặc dời vào trong",
			"The area “{text}” leaves the picture", "Make it smaller or move it inside",
		},
		"hotspot.overlap": {
			Error, "Vùng này đè lên vùng “{text}”", "Thu nhỏ hoặc dời một trong hai",
			"This area overlaps “{text}”", "Make one of them smaller or move it",
		},
		"hotspot.small": {
			Warning, "Vùng “{text}” nhỏ hơn đầu ngón tay ({min} điểm ảnh trên màn hình rộng {width})", "Làm vùng lớn hơn, hoặc phóng to phần đó của hình",
			"The area “{text}” is smaller than a finger ({min} pixels on a screen {width} wide)", "Make it larger, or show that part of the picture larger",
		},
		"scenario.attr": {
			Error, "Tình huống không có `{name}`", "Chuyển `{name}=…` xuống từng phần của tình huống",
			"A scenario has no `{name}`", "Move `{name}=…` to its parts",
		},
		"scenario.part-attr": {
			Error, "`{name}` là của cả tình huống", "Chuyển `{name}=…` lên tiêu đề của tình huống",
			"`{name}` belongs to the whole scenario", "Move `{name}=…` to the heading of the scenario",
		},
		"scenario.parts": {
			Error, "Tình huống có {parts} phần, cần ít nhất {min}", "Viết mỗi phần thành một câu hỏi, tiêu đề sâu hơn một bậc",
			"The scenario has {parts} parts, at least {min} are needed", "Write each part as a question, one heading level deeper",
		},
		"scenario.inside": {
			Error, "Tình huống nằm trong tình huống khác", "Đổi `type` của phần này, hoặc đưa nó ra ngoài",
			"A scenario stands within another", "Change the `type` of this part, or move it out",
		},
		"scenario.answers": {
			Error, "Đáp án nằm trong phần kể chung của tình huống", "Đưa xuống dưới tiêu đề của một phần",
			"Answers stand in the story that the parts share", "Move them below the heading of a part",
		},
		"matching.none": {
			Error, "Câu ghép đôi chưa có bảng", "Thêm bảng hai cột: vế trái, vế phải; cột thứ ba, nếu có, là phản hồi",
			"A matching question has a table", "Add one with two columns, left and right; a third, if any, is feedback",
		},
		"matching.columns": {
			Error, "Bảng ghép đôi có {columns} cột, cần 2 hoặc 3", "Giữ vế trái, vế phải và phản hồi",
			"The table has {columns} columns, it needs 2 or 3", "Keep left, right and feedback",
		},
		"matching.rows": {
			Error, "Mới có {rows} dòng đủ hai vế, cần ít nhất {min}", "Thêm dòng có cả vế trái và vế phải",
			"{rows} rows have both cells, at least {min} are needed", "Add rows with a left and a right cell",
		},
		"matching.right-empty": {
			Error, "Dòng này thiếu vế phải", "Viết vế phải, hoặc xóa dòng; dòng gây nhiễu để trống vế trái",
			"This row has no right cell", "Write one or remove the row; a distractor leaves the left cell empty",
		},
		"matching.left-equal": {
			Error, "Vế trái “{text}” có hai lần", "Viết lại một trong hai, hoặc gộp thành một dòng",
			"The left cell “{text}” stands twice", "Rewrite one of them, or make them one row",
		},
		"matching.few": {
			Warning, "Chỉ có {all} vế phải khác nhau nên dễ đoán", "Thêm vế phải để có từ {min}; dòng gây nhiễu để trống vế trái",
			"Only {all} different right cells: easy to guess", "Add some to have {min}; a distractor leaves the left cell empty",
		},
		"ordering.none": {
			Error, "Câu sắp xếp chưa có danh sách đánh số", "Viết các ý theo đúng thứ tự: `1. `, `2. `, `3. `",
			"An ordering question has a numbered list", "Write the items in their right order: `1. `, `2. `, `3. `",
		},
		"ordering.count": {
			Error, "Câu sắp xếp có {all} ý, cần ít nhất {min}", "Thêm ý, hoặc đổi thành `type=single`",
			"{all} items to put in order, at least {min} are needed", "Add items, or make it `type=single`",
		},
		"ordering.empty": {
			Error, "Danh sách có ý chưa viết gì", "Viết ý đó sau số thứ tự, hoặc xóa số",
			"The list has an empty item", "Write it after the number, or remove the number",
		},
	}
}
