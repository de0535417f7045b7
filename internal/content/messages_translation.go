package content

// translationMessages are about files in another language.
func translationMessages() map[string]wording {
	return map[string]wording{
		"translation.orphan": {
			Error, "Bản dịch không có bản gốc `{file}`", "Đặt cạnh bản gốc và giữ nguyên tên, chỉ thêm mã ngôn ngữ trước `.md`",
			"The translation has no original `{file}`", "Put it beside the original under the same name, with the language before `.md`",
		},
		"translation.language": {
			Error, "`{lang}` là ngôn ngữ của chính khóa học, hoặc không phải mã ngôn ngữ", "Dùng mã như `en`, `hmn`, `km`; bản gốc thì bỏ mã khỏi tên tệp",
			"`{lang}` is the course's own language, or none", "Use a code such as `en`, `hmn`, `km`; the original has no code in its name",
		},
		"translation.unmarked": {
			Warning, "Bản dịch không ghi dịch từ bản gốc nào", "Thêm dòng `original: \"{mark}\"` vào đầu tệp, để biết khi bản gốc đổi",
			"The translation does not say which original it was made from", "Add `original: \"{mark}\"` to the front matter, so that a change is noticed",
		},
		"translation.stale": {
			Warning, "{file} đã đổi sau khi dịch", "Dịch phần đã đổi, rồi ghi `original: \"{mark}\"`",
			"{file} has changed since it was translated", "Translate what changed, then write `original: \"{mark}\"`",
		},
		"translation.attribute": {
			Error, "Thuộc tính `{name}` khác với bản gốc", "Bỏ đi, hoặc viết `{value}` như bản gốc",
			"The attribute `{name}` differs from the original's", "Leave it out, or write `{value}` as the original does",
		},
		"translation.missing": {
			Error, "Bản dịch thiếu mục `#{id}` của {file}", "Thêm tiêu đề có `{#{id}}` và nội dung của nó",
			"The translation lacks `#{id}` of {file}", "Add a heading with `{#{id}}` and what belongs to it",
		},
		"translation.extra": {
			Error, "{file} không có mục `#{id}`", "Dùng đúng mã của bản gốc, hoặc bỏ mã",
			"{file} has no `#{id}`", "Use the original's id, or none",
		},
		"translation.order": {
			Error, "Các mục có mã không cùng thứ tự với {file}", "Xếp lại theo bản gốc",
			"The headings with ids are not in the order of {file}", "Put them into the original's order",
		},
		"translation.answers": {
			Error, "Các đáp án của `#{id}` không khớp với {file}", "Cùng loại câu hỏi, cùng số đáp án, ô `[x]` ở đúng những chỗ của bản gốc",
			"The answers of `#{id}` do not match {file}", "Keep the type, the number of answers and the places of `[x]`",
		},
	}
}
