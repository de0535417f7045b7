package content

// textMessages are about what stands in the body of any page.
func textMessages() map[string]wording {
	return map[string]wording{
		"heading.unclosed": {
			Error, "Ngoặc `{` của tiêu đề chưa đóng", "Thêm `}` ở cuối dòng; nếu là chữ thường thì viết trong dấu `` ` ``",
			"The `{` of the heading is not closed", "End the line with `}`; put a literal brace into code",
		},
		"heading.after": {
			Error, "Có chữ sau dấu `}` của tiêu đề: `{text}`", "Để phần `{…}` ở cuối dòng, không có gì theo sau",
			"Something follows the `}` of the heading: `{text}`", "Let the line end with the braces",
		},
		"heading.value": {
			Error, "Không đọc được `{text}` trong ngoặc của tiêu đề", "Viết `tên=giá-trị` chỉ với A–Z a–z 0–9 _ . : -, còn lại đặt trong dấu nháy thẳng, ví dụ `unit=\"đồng\"`",
			"`{text}` in the heading's braces cannot be read", "Write `name=value` with A–Z a–z 0–9 _ . : - only; anything else in straight quotes, such as `unit=\"m²\"`",
		},
		"heading.repeated": {
			Error, "Thuộc tính `{name}` được viết hai lần", "Giữ lại một",
			"The attribute `{name}` stands twice", "Keep one of them",
		},
		"heading.unknown": {
			Error, "Không có thuộc tính `{name}`", "Xóa nó{near}",
			"There is no attribute `{name}`", "Remove it{near}",
		},
		"heading.id": {
			Error, "Mã `#{id}` có ký tự không dùng được", "Viết như `#{try}`: bắt đầu bằng chữ a–z, rồi chữ thường, số, gạch nối, không quá 64 ký tự",
			"The id `#{id}` has characters that ids cannot have", "Write it like `#{try}`: a–z first, then a–z, digits and dashes, at most 64",
		},
		"heading.id-twice": {
			Error, "Mã `#{id}` đã dùng ở trên trong tệp này", "Đặt mã khác",
			"The id `#{id}` stands above in this file already", "Choose another one",
		},
		"heading.id-module": {
			Error, "Mã `#{id}` là tên một phần của khóa học, nằm ngay trên trang này", "Đặt mã khác",
			"The id `#{id}` is the name of a module, which stands on this page", "Choose another one",
		},
		"heading.empty": {
			Error, "Tiêu đề không có chữ", "Viết tiêu đề, hoặc xóa dòng này",
			"The heading has no text", "Write one, or remove the line",
		},
		"heading.underlined": {
			Error, "Tiêu đề gạch dưới không nhận phần `{…}`", "Viết tiêu đề bằng `##` ở đầu dòng",
			"An underlined heading cannot have braces", "Begin the heading with `##`",
		},
		"heading.second-title": {
			Warning, "Tệp có hơn một tiêu đề `#`", "Dùng `##` cho các mục bên dưới",
			"The file has more than one `#` heading", "Use `##` for sections",
		},
		"heading.title": {
			Warning, "Tiêu đề `#` khác với `title`", "Viết giống nhau: {title}",
			"The `#` heading differs from `title`", "Make both the same: {title}",
		},
		"heading.no-title": {
			Warning, "Tệp không có tiêu đề `#`", "Thêm dòng `# ` với đúng nội dung của `title`",
			"The file has no `#` heading", "Add a line `# ` with the text of `title`",
		},
		"heading.skip": {
			Error, "Tiêu đề `{level}` bỏ qua một cấp", "Viết `{want}`: mỗi tiêu đề sâu hơn tiêu đề trên nhiều nhất một cấp",
			"The heading `{level}` skips a level", "Write `{want}`: a heading is at most one level deeper than the one above",
		},
		"callout.question": {
			Error, "Khung lưu ý nằm trong câu hỏi", "Chuyển khung ra ngoài câu hỏi, hoặc viết thành đoạn thường",
			"A callout stands in a question", "Move it out, or make it a plain paragraph",
		},
		"callout.unknown": {
			Error, "Không có loại khung `{name}`", "Viết một trong: NOTE, TIP, IMPORTANT, WARNING, CAUTION{near}",
			"There is no callout `{name}`", "Write NOTE, TIP, IMPORTANT, WARNING or CAUTION{near}",
		},
		"callout.line": {
			Error, "Có chữ sau `[!{name}]`", "Để `[!{name}]` một mình trên dòng đầu, nội dung xuống dòng sau",
			"Something follows `[!{name}]`", "Leave it alone on the first line and begin the text on the next",
		},
		"callout.empty": {
			Error, "Khung lưu ý không có nội dung", "Viết nội dung ở dòng sau, bắt đầu bằng `> `",
			"The callout is empty", "Write its text on the next line, after `> `",
		},
		"table.header": {
			Error, "Tên cột dài quá {max} ký tự", "Rút gọn: trên điện thoại tên cột đứng trước từng ô",
			"The column's name has more than {max} characters", "Shorten it: on a phone it stands before every cell",
		},
		"table.cells": {
			Warning, "Dòng này của bảng có nhiều ô hơn số cột, phần thừa không hiện", "Bỏ bớt `|`, thêm tên cột, hoặc viết `\\|` cho dấu gạch đứng trong chữ",
			"This row of the table has more cells than there are columns; what is left over is not shown", "Remove a `|`, name the column, or write `\\|` for a bar in the text",
		},
		"table.no-header": {
			Warning, "Cột {n} của bảng không có tên", "Viết tên cột: trình đọc màn hình đọc tên cột trước mỗi ô",
			"Column {n} of the table has no name", "Name it: a screen reader says the name before every cell",
		},
		"list.checkbox": {
			Warning, "Danh sách có ô đánh dấu nhưng không thuộc câu hỏi nào", "Thêm `{#ma type=single}` vào tiêu đề phía trên, hoặc bỏ `[ ]`",
			"A list has checkboxes but belongs to no question", "Add `{#id type=single}` to the heading above, or remove the boxes",
		},
		"link.malformed": {
			Error, "Địa chỉ của liên kết không đọc được: `{link}`", "Viết `[chữ](đường-dẫn)` với đường dẫn không trống, không có dấu cách",
			"The link's address cannot be read: `{link}`", "Write `[text](address)` with an address without spaces",
		},
		"link.scheme": {
			Error, "Không dùng được địa chỉ `{link}`", "Viết đầy đủ `https://…`, hoặc đường dẫn tương đối tới tệp trong khóa học",
			"The address `{link}` cannot be used", "Write `https://…` in full, or a relative path to a file of the course",
		},
		"link.outside": {
			Error, "`{link}` nằm ngoài khóa học", "Chép tệp vào thư mục của khóa học",
			"`{link}` lies outside the course", "Copy the file into the course's folder",
		},
		"link.missing": {
			Error, "Không có tệp `{link}`", "Đặt tệp vào đúng chỗ đó, hoặc sửa đường dẫn{near}",
			"There is no file `{link}`", "Put the file there, or mend the path{near}",
		},
		"link.not-shown": {
			Error, "Người học không mở được `{link}`", "Liên kết tới bài học, `course.md` hoặc `glossary.md`",
			"Learners cannot open `{link}`", "Link to a lesson, `course.md` or `glossary.md`",
		},
		"link.anchor": {
			Error, "`{file}` không có mục `#{anchor}`", "Sửa phần sau dấu `#`{near}",
			"`{file}` has no `#{anchor}`", "Mend what follows the `#`{near}",
		},
		"link.left-over": {
			Error, "Đoạn có `](` nhưng không thành liên kết", "Viết liền `[chữ](đường-dẫn)`, đường dẫn không có dấu cách; chữ thường thì đặt trong `` ` ``",
			"The text has `](` that is no link", "Write `[text](address)` in one piece, without spaces in the address; put literal text into code",
		},
		"link.type": {
			Error, "Không cho tải loại tệp này: `{link}`", "Dùng PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, CSV, TXT, ZIP, hình ảnh, MP3, OPUS, MP4 hoặc WEBM",
			"Files of this kind are not offered: `{link}`", "Use PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, CSV, TXT, ZIP, a picture, MP3, OPUS, MP4 or WEBM",
		},
		"image.alt": {
			Error, "Hình thiếu lời mô tả", "Viết trong `![…]` điều người nghe cần biết khi không thấy hình",
			"The picture has no alternative text", "Say in `![…]` what someone must know who cannot see it",
		},
		"image.remote": {
			Error, "Hình lấy từ nơi khác: `{link}`", "Chép hình vào thư mục khóa học và dùng đường dẫn tương đối",
			"The picture is fetched from elsewhere: `{link}`", "Copy it into the course's folder and use a relative path",
		},
		"image.type": {
			Error, "Không dùng được loại hình `{link}`", "Dùng SVG, PNG, JPEG hoặc WebP",
			"Pictures of this kind cannot be used: `{link}`", "Use SVG, PNG, JPEG or WebP",
		},
		"image.heavy": {
			Warning, "Hình nặng {size} KiB, nên dưới {max} KiB", "Thu nhỏ hoặc nén lại cho máy có mạng yếu",
			"The picture has {size} KiB, better at most {max} KiB", "Make it smaller for phones with a weak signal",
		},
		"image.broken": {
			Error, "Tệp hình hỏng, hoặc loại hình khác với đuôi tên", "Xuất lại hình đúng loại, cạnh không quá 10.000 điểm ảnh",
			"The picture is broken or not of the kind that its name says", "Export it again, at most 10,000 pixels a side",
		},
		"svg.heavy": {
			Error, "Hình SVG nặng {size} KiB, mức cao nhất là {max} KiB", "Bỏ bớt chi tiết, làm tròn số, hoặc dùng PNG",
			"The SVG has {size} KiB, at most {max} KiB", "Remove detail, round the numbers, or use PNG",
		},
		"svg.broken": {
			Error, "SVG sai cú pháp XML ở đây", "Đóng đủ các thẻ; `&` viết là `&amp;`; lưu dạng UTF-8",
			"The SVG is not well-formed XML here", "Close every tag; write `&` as `&amp;`; save as UTF-8",
		},
		"svg.words": {
			Error, "SVG thiếu `<title>` hoặc `<desc>`", "Thêm cả hai ngay dưới thẻ `<svg>`, nói hình là gì và cho thấy gì",
			"The SVG has no `<title>` or no `<desc>`", "Add both directly below `<svg>`: what the picture is and shows",
		},
		"svg.size": {
			Error, "SVG không cho biết kích thước", "Thêm `viewBox=\"0 0 rộng cao\"` vào thẻ `<svg>`",
			"The SVG does not tell its size", "Add `viewBox=\"0 0 width height\"` to `<svg>`",
		},
		"svg.root": {
			Error, "Tệp không phải hình SVG", "Bắt đầu bằng `<svg xmlns=\"http://www.w3.org/2000/svg\" …>`",
			"The file is no SVG", "Begin with `<svg xmlns=\"http://www.w3.org/2000/svg\" …>`",
		},
		"svg.forbidden": {
			Error, "SVG chứa {what}", "Xóa phần này: hình không được có mã lệnh, liên kết, hình lồng, hoạt hình",
			"The SVG contains {what}", "Remove it: no scripts, links, embedded pictures or animations",
		},
		"svg.external": {
			Error, "SVG lấy dữ liệu từ nơi khác: {what}", "Chỉ dùng tham chiếu `#…` trong chính tệp này",
			"The SVG refers to something outside: {what}", "Refer only to `#…` in this file",
		},
		"html.block": {
			Error, "Khối HTML hoặc ghi chú `<!-- -->`", "Viết lại bằng Markdown; ghi chú thì xóa",
			"A block of HTML or a comment", "Write it as Markdown; remove comments",
		},
		"html.refused": {
			Error, "Không dùng được thẻ {tag}", "Chỉ có `<kbd>`, `<sub>`, `<sup>`, `<br>`, `<abbr title=\"…\">`; còn lại viết bằng Markdown hoặc đặt trong `` ` ``",
			"The tag {tag} cannot be used", "Only `<kbd>`, `<sub>`, `<sup>`, `<br>`, `<abbr title=\"…\">`; write the rest as Markdown or as code",
		},
		"html.unpaired": {
			Error, "Thẻ {tag} không có thẻ đi cặp", "Mở và đóng thẻ trong cùng một đoạn, không cắt ngang chữ đậm, chữ nghiêng",
			"The tag {tag} has no partner", "Open and close it in one paragraph, not across bold or italic text",
		},
		"footnote.place": {
			Error, "Chú thích cuối trang chỉ dùng trong phần chữ của bài học", "Viết nội dung chú thích vào trong câu",
			"Footnotes are for the prose of lessons only", "Say it in the text",
		},
		"footnote.undefined": {
			Error, "Chú thích `{name}` chưa có nội dung", "Thêm đoạn `{name}: …` trong tệp này",
			"The footnote `{name}` is not defined", "Add `{name}: …` to this file",
		},
		"footnote.unused": {
			Warning, "Chú thích `{name}` không được nhắc tới nên sẽ không hiện", "Thêm `[^{name}]` vào câu cần chú thích, hoặc xóa",
			"Nothing refers to the footnote `{name}`, so it is not shown", "Add `[^{name}]` where it belongs, or remove it",
		},
	}
}
