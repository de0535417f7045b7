package content

// typeMessages are about the types of question whose answers are not one list with checkboxes.
func typeMessages() map[string]wording {
	return map[string]wording{
		"question.boxes": {
			Error, "Loại `{type}` không dùng ô đánh dấu", "Bỏ `[ ]` và `[x]`, hoặc đổi `type`",
			"The type `{type}` has no checkboxes", "Remove `[ ]` and `[x]`, or change `type`",
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
