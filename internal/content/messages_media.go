package content

// mathMessages are about formulas.
func mathMessages() map[string]wording {
	return map[string]wording{
		"math.unclosed": {
			Error, "Công thức `$$` chưa đóng trước dòng trống", "Thêm `$$` ở cuối công thức; trong công thức không để dòng trống",
			"The formula `$$` is not closed before the next empty line", "Add `$$` behind the formula and leave no empty line in it",
		},
		"math.empty": {
			Error, "Công thức trống", "Viết công thức giữa hai dấu `$`, hoặc xóa",
			"The formula is empty", "Write it between the dollar signs, or remove them",
		},
		"math.command": {
			Error, "Công thức có lệnh chưa dùng được: `{what}`", "Viết lệnh có trong hướng dẫn soạn bài{near}; dấu `$` là chữ thường thì viết `\\$`",
			"The formula has a command that is not known: `{what}`", "Write a command that the guide for authors lists{near}; a literal dollar sign is `\\$`",
		},
		"math.open": {
			Error, "`{what}` trong công thức chưa đóng", "Thêm phần đóng tương ứng: `}`, `]`, `\\right)` hoặc `\\end{…}`",
			"`{what}` in the formula is not closed", "Add what closes it: `}`, `]`, `\\right)` or `\\end{…}`",
		},
		"math.stray": {
			Error, "`{what}` trong công thức không đóng hay ngăn gì cả", "Xóa, hoặc viết `\\` phía trước nếu là chữ thường",
			"`{what}` in the formula closes or separates nothing", "Remove it, or put `\\` before it if it is literal",
		},
		"math.argument": {
			Error, "`{what}` trong công thức thiếu phần đi kèm", "Viết phần đó trong ngoặc nhọn, ví dụ `\\frac{1}{2}`, `x^{2}`",
			"`{what}` in the formula lacks what belongs to it", "Write it in braces, such as `\\frac{1}{2}`, `x^{2}`",
		},
		"math.twice": {
			Error, "Một ký hiệu có hai lần `{what}`", "Gộp vào một cặp ngoặc nhọn, ví dụ `x^{2n}`",
			"One thing has two `{what}`", "Put both into one pair of braces, such as `x^{2n}`",
		},
		"math.deep": {
			Error, "Công thức quá dài hoặc lồng quá sâu", "Chia thành nhiều công thức",
			"The formula is too long or nested too deep", "Split it",
		},
		"math.left-over": {
			Warning, "Chỗ này giống công thức nhưng sẽ hiện nguyên chữ: `{text}`", "Viết dấu `$` liền với công thức, không để dấu cách ở giữa: `$x^2$`",
			"This looks like a formula but is shown as it stands: `{text}`", "Leave no space between the dollar signs and the formula: `$x^2$`",
		},
	}
}

// codeMessages are about program text.
func codeMessages() map[string]wording {
	return map[string]wording{
		"code.language": {
			Warning, "Không biết ngôn ngữ `{lang}` nên mã hiện một màu", "Viết một trong: {langs}{near}; để trống hoặc `text` nếu không phải mã",
			"The language `{lang}` is not known, so the code is shown in one colour", "Write one of: {langs}{near}; nothing or `text` for what is no program",
		},
	}
}

// mediaMessages are about what a page takes from other files: shared passages, pictures, sound, downloads.
func mediaMessages() map[string]wording {
	return map[string]wording{
		"include.place": {
			Error, "Đoạn chèn không đứng một mình", "Để `[…](… \"include\")` thành một đoạn riêng, ngoài câu hỏi, danh sách và khung",
			"The include does not stand alone", "Let `[…](… \"include\")` be a paragraph of its own, outside questions, lists and callouts",
		},
		"include.outside": {
			Error, "`{link}` không phải đoạn chung trong `_shared/`", "Đặt đoạn chung vào `courses/_shared/ten.md` rồi chèn `../../_shared/ten.md`",
			"`{link}` is no passage of `_shared/`", "Keep shared passages in `courses/_shared/name.md` and include `../../_shared/name.md`",
		},
		"include.nested": {
			Error, "Đoạn chung lại chèn đoạn khác", "Chép nội dung vào đây: chỉ chèn được một tầng",
			"A shared passage includes another one", "Copy the text here: includes go one level deep",
		},
		"include.anchor": {
			Error, "Mục `#{id}` của {file} trùng với một mục trong tệp này", "Đổi tiêu đề ở một bên, hoặc đặt mã riêng bằng `{#…}`",
			"`#{id}` of {file} stands in this file already", "Change one of the headings, or give one an id of its own with `{#…}`",
		},
		"media.place": {
			Error, "Âm thanh hoặc video không đứng một mình: `{link}`", "Để `![…](…)` thành một đoạn riêng",
			"Sound or video does not stand alone: `{link}`", "Let `![…](…)` be a paragraph of its own",
		},
		"media.captions": {
			Error, "Video không có phụ đề", "Thêm tệp `{file}` (WebVTT) bên cạnh video",
			"The video has no captions", "Add the file `{file}` (WebVTT) beside it",
		},
		"media.transcript": {
			Warning, "Bản ghi âm không có lời bằng chữ", "Thêm `{file}.vtt` hoặc `{file}.txt` cho người không nghe được",
			"The recording has no transcript", "Add `{file}.vtt` or `{file}.txt` for people who cannot hear it",
		},
		"media.heavy": {
			Warning, "Tệp nặng {size} KiB, nên dưới {max} KiB", "Nén lại (âm thanh 24–32 kbit/s mono, video 480p) hoặc chia nhỏ",
			"The file has {size} KiB, better less than {max} KiB", "Compress it (sound 24–32 kbit/s mono, video 480p) or split it",
		},
		"media.broken": {
			Error, "Nội dung tệp không phải loại {type}", "Xuất lại đúng loại, hoặc sửa đuôi tệp",
			"The content is not of the kind {type}", "Export it again, or mend the ending of its name",
		},
		"listen.section": {
			Error, "Bản ghi âm cho mục `#{name}`, nhưng {file} không có mục đó", "Sửa tên tệp{near}; cả bài thì bỏ phần này khỏi tên",
			"The recording is for the section `#{name}`, which {file} has not", "Rename it{near}; without this part it is of the whole lesson",
		},
		"vtt.header": {
			Error, "Phụ đề không bắt đầu bằng `WEBVTT`", "Viết `WEBVTT` trên dòng đầu, rồi một dòng trống",
			"The captions do not begin with `WEBVTT`", "Let the first line be `WEBVTT`, then an empty one",
		},
		"vtt.time": {
			Error, "Dòng thời gian của phụ đề không đọc được", "Viết như `00:01.000 --> 00:04.500`",
			"The times of the caption cannot be read", "Write them like `00:01.000 --> 00:04.500`",
		},
		"vtt.order": {
			Error, "Thời gian của phụ đề đi lùi", "Mỗi câu kết thúc sau khi bắt đầu, và không bắt đầu trước câu trên",
			"The times of the caption run backwards", "A caption ends after it begins and does not begin before the one above",
		},
		"vtt.empty": {
			Error, "Phụ đề không có câu nào", "Thêm lời nói và thời gian, hoặc xóa tệp",
			"There is no caption in the file", "Add what is said and when, or remove the file",
		},
		"media.too-large": {
			Error, "`{file}` nặng quá {max} KiB", "Nén lại hoặc chia nhỏ",
			"`{file}` has more than {max} KiB", "Compress or split it",
		},
	}
}
