package content

// fileMessages are about bytes, names and sizes, before anything is read as Markdown.
func fileMessages() map[string]wording {
	return map[string]wording{
		"file.more": {
			Error, "Tệp còn {count} lỗi nữa chưa liệt kê", "Sửa các lỗi ở trên rồi kiểm tra lại",
			"The file has {count} more findings", "Mend those above and check again",
		},
		"file.too-large": {
			Error, "Tệp nặng {size} KiB, mức cao nhất là {max} KiB", "Chia thành nhiều tệp nhỏ hơn",
			"The file has {size} KiB, at most {max} KiB are read", "Split it into smaller files",
		},
		"file.bom": {
			Error, "Tệp bắt đầu bằng dấu BOM không nhìn thấy", "Lưu lại dạng “UTF-8” thay vì “UTF-8 with BOM”",
			"The file starts with an invisible byte order mark", "Save it as “UTF-8”, not “UTF-8 with BOM”",
		},
		"file.encoding": {
			Error, "Tệp không phải UTF-8 kể từ chỗ này", "Mở bằng trình soạn thảo và lưu lại với bảng mã UTF-8",
			"The file is not UTF-8 from here on", "Open it in an editor and save it as UTF-8",
		},
		"file.nul": {
			Error, "Tệp chứa byte NUL, giống tệp nhị phân", "Lưu lại dạng văn bản UTF-8, không phải UTF-16",
			"The file contains a NUL byte, as binary files do", "Save it as UTF-8 text, not as UTF-16",
		},
		"file.crlf": {
			Error, "Dòng kết thúc kiểu Windows (CRLF)", "Chọn “LF” ở góc dưới của trình soạn thảo rồi lưu lại",
			"Lines end the Windows way (CRLF)", "Choose “LF” in the editor's status bar and save",
		},
		"file.lines": {
			Error, "Tệp có hơn {max} dòng", "Chia thành nhiều tệp",
			"The file has more than {max} lines", "Split it into several files",
		},
		"file.line": {
			Error, "Dòng dài {size} KiB, mức cao nhất là {max} KiB", "Ngắt dòng; dữ liệu hình ảnh để ở tệp riêng",
			"The line has {size} KiB, at most {max} KiB are read", "Break it; keep picture data in files of their own",
		},
		"file.tab": {
			Error, "Dòng có dấu tab", "Thay mỗi dấu tab bằng dấu cách",
			"The line has a tab", "Replace each tab by spaces",
		},
		"file.nfc": {
			Error, "Chữ có dấu viết rời (không phải dạng dựng sẵn NFC)", "Gõ lại chữ này bằng bảng mã Unicode dựng sẵn",
			"Accented letters are in pieces (not NFC)", "Type them again, or convert the file to Unicode NFC",
		},
		"file.unreadable": {
			Error, "Không đọc được `{file}`", "Kiểm tra quyền đọc của tệp",
			"`{file}` cannot be read", "Check its permissions",
		},
		"file.name": {
			Error, "Tên `{name}` có ký tự ngoài a–z, 0–9, dấu chấm, gạch nối", "Đổi tên thành chữ thường không dấu, ví dụ `buoc-1.svg`",
			"The name `{name}` has characters other than a–z, 0–9, dot and dash", "Rename it in lower-case ASCII, such as `step-1.svg`",
		},
		"file.link": {
			Error, "Tệp là một liên kết tới nơi khác trên đĩa", "Chép chính tệp đó vào thư mục khóa học",
			"The file is a link to another place of the disk", "Copy the file itself into the course's folder",
		},
		"file.lesson-name": {
			Error, "Tên tệp bài học không theo mẫu `NN-ten-bai.md`", "Đổi tên thành hai chữ số, gạch nối, rồi chữ thường không dấu, ví dụ `03-giu-mat-khau.md`",
			"The lesson's file name is not `NN-name.md`", "Rename it: two digits, a dash, lower-case ASCII words, such as `03-passwords.md`",
		},
		"file.unexpected": {
			Error, "Khóa học không dùng tệp Markdown ở chỗ này", "Đặt bài học vào `NN-ten-module/NN-ten-bai.md`, câu hỏi vào `bank/`",
			"A course has no Markdown file in this place", "Put lessons into `NN-module/NN-lesson.md` and questions into `bank/`",
		},
		"scan.block": {
			Error, "Đoạn không có dòng trống dài quá {max} KiB", "Thêm dòng trống để tách thành nhiều đoạn",
			"More than {max} KiB without an empty line", "Split the block with empty lines",
		},
		"scan.marks": {
			Error, "Đoạn có quá nhiều dấu định dạng (`[`, `*`, `` ` ``, `<` …)", "Tách thành các đoạn ngắn; đặt mã vào khối mã",
			"Too many formatting marks (`[`, `*`, `` ` ``, `<` …)", "Split it into short paragraphs, or put code into a code block",
		},
		"scan.nesting": {
			Error, "Trích dẫn hoặc danh sách lồng sâu hơn {max} cấp", "Bớt dấu `>` và bớt thụt lề",
			"Quotes or lists are nested deeper than {max}", "Use fewer `>` and less indent",
		},
		"scan.columns": {
			Error, "Dòng có quá {max} cột bảng", "Chia bảng thành nhiều bảng nhỏ",
			"The line has more than {max} table columns", "Split the table",
		},
		"scan.word": {
			Error, "Hơn {max} ký tự liền nhau không có dấu cách", "Rút ngắn địa chỉ, hoặc để dữ liệu ở tệp riêng",
			"More than {max} bytes without a space", "Shorten the address, or keep data in a file of its own",
		},
	}
}
