package content

// frontMessages are about front matter.
func frontMessages() map[string]wording {
	return map[string]wording{
		"front.missing": {
			Error, "Tệp thiếu phần khai báo ở đầu", "Thêm dòng `---` ngay đầu tệp, các dòng như `title: …`, rồi một dòng `---` nữa",
			"The file has no front matter", "Start it with a line `---`, lines such as `title: …`, and another line `---`",
		},
		"front.unclosed": {
			Error, "Phần khai báo chưa có dòng `---` đóng lại", "Thêm một dòng chỉ có `---` sau khóa cuối cùng",
			"The front matter is not closed", "Add a line of just `---` after the last key",
		},
		"front.syntax": {
			Error, "Không đọc được phần khai báo", "Viết `khóa: giá trị`; giá trị có `: ` hoặc `#` đặt trong dấu nháy thẳng; kiểm tra thụt lề",
			"The front matter cannot be read", "Write `key: value`; quote values with `: ` or `#` in them; check the indent",
		},
		"front.too-large": {
			Error, "Phần khai báo dài quá {max} KiB", "Chuyển nội dung xuống thân bài",
			"The front matter has more than {max} KiB", "Move text into the body",
		},
		"front.depth": {
			Error, "Phần khai báo lồng nhau quá {max} cấp", "Viết theo mẫu của định dạng khóa học",
			"The front matter is nested deeper than {max}", "Write it as the course format shows",
		},
		"front.repeated": {
			Error, "Khóa `{key}` được viết hai lần", "Giữ lại một dòng",
			"The key `{key}` stands twice", "Keep one of them",
		},
		"front.unknown": {
			Error, "Không có khóa `{key}`", "Xóa dòng này{near}",
			"There is no key `{key}`", "Remove it{near}",
		},
		"front.required": {
			Error, "Thiếu khóa `{key}`", "Thêm dòng `{key}: …`",
			"The key `{key}` is missing", "Add a line `{key}: …`",
		},
		"front.hash": {
			Warning, "Phần sau ` #` trong `{key}` bị coi là ghi chú và bỏ đi", "Nếu đó là nội dung, đặt cả giá trị trong dấu nháy thẳng",
			"What follows ` #` in `{key}` is a comment and is dropped", "Quote the whole value if it belongs to it",
		},
		"front.text": {
			Error, "`{key}` phải là một dòng chữ", "Viết `{key}: nội dung`; có `: ` hoặc `#` thì đặt trong dấu nháy thẳng",
			"`{key}` must be a line of text", "Write `{key}: text`, in quotes if it has `: ` or `#`",
		},
		"front.number": {
			Error, "`{key}` phải là số lớn hơn 0, nhiều nhất {max}", "Viết số với dấu chấm thập phân, ví dụ `1.5`",
			"`{key}` must be a number above 0, at most {max}", "Write it with a decimal dot, such as `1.5`",
		},
		"front.integer": {
			Error, "`{key}` phải là số nguyên từ {min} đến {max}", "Viết số nguyên, không có dấu nháy",
			"`{key}` must be a whole number from {min} to {max}", "Write a whole number without quotes",
		},
		"front.list": {
			Error, "`{key}` phải là danh sách", "Viết `[a, b]` hoặc mỗi mục một dòng bắt đầu bằng `- `",
			"`{key}` must be a list", "Write `[a, b]`, or one line `- …` for each item",
		},
		"front.map": {
			Error, "`{key}` phải gồm các khóa con", "Viết theo mẫu `{ khóa: giá trị }` của định dạng khóa học",
			"`{key}` must hold keys of its own", "Write `{ key: value }` as the course format shows",
		},
		"front.word": {
			Error, "`{key}` không nhận giá trị `{value}`", "Chọn một trong: {words}",
			"`{key}` cannot be `{value}`", "Write one of: {words}",
		},
		"front.code": {
			Error, "Mã {code} chưa có dấu nháy, nên 4.10 sẽ bị đọc thành 4.1", "Viết \"{code}\"",
			"The code {code} is not quoted: 4.10 would be read as 4.1", "Write \"{code}\"",
		},
		"front.slug": {
			Error, "Giá trị `{value}` của `{key}` không phải mã chữ thường không dấu", "Viết như `{try}`: chữ thường a–z, số, gạch nối, không quá 64 ký tự",
			"`{value}` in `{key}` is not a slug", "Write it like `{try}`: a–z, digits, dashes, at most 64 characters",
		},
		"front.competence-twice": {
			Error, "Năng lực {code} có hai dòng", "Giữ một dòng với bậc cao hơn",
			"The competence {code} stands twice", "Keep the line with the higher level",
		},
	}
}
