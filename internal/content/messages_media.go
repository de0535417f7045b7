package content

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
		"media.unsupported": {
			Error, "Hiện chưa dùng được âm thanh và video: `{link}`", "Thay bằng hình và chữ",
			"Audio and video are not supported yet: `{link}`", "Use a picture and text",
		},
		"media.too-large": {
			Error, "`{file}` nặng quá {max} KiB", "Nén lại hoặc chia nhỏ",
			"`{file}` has more than {max} KiB", "Compress or split it",
		},
	}
}
