package content

// practicalMessages are about tasks that are judged by a rubric.
func practicalMessages() map[string]wording {
	return map[string]wording{
		"practical.bank": {
			Error, "Bài thực hành không rút vào đề thi", "Chuyển vào một bài học",
			"A practical task is never drawn", "Move it into a lesson",
		},
		"practical.none": {
			Error, "Bài thực hành chưa có bảng tiêu chí", "Thêm bảng: cột đầu là tiêu chí, các cột sau là mức, ví dụ `Tốt (2)`, `Được (1)`, `Chưa (0)`",
			"The task has no rubric", "Add a table: criteria first, then grades such as `Good (2)`, `Fair (1)`, `Not yet (0)`",
		},
		"practical.grade": {
			Error, "Cột “{text}” chưa ghi điểm", "Kết thúc tên cột bằng số điểm trong ngoặc, ví dụ `Tốt (2)`",
			"The column “{text}” states no points", "End its heading with them, such as `Good (2)`",
		},
		"practical.falling": {
			Error, "Điểm của các cột phải giảm dần đến (0), và cần ít nhất một tiêu chí", "Viết ví dụ `Tốt (2)`, `Được (1)`, `Chưa (0)`",
			"Points must fall from column to column down to (0), and there must be a criterion", "Write, for example, `Good (2)`, `Fair (1)`, `Not yet (0)`",
		},
		"practical.cell": {
			Error, "Bảng tiêu chí có ô trống", "Viết rõ mức ấy trông như thế nào",
			"The rubric has an empty cell", "Say what that grade looks like",
		},
		"practical.assess-missing": {
			Error, "Bài thực hành chưa nói ai chấm", "Thêm vào trong ngoặc `{…}`: `assess=self` nếu người học tự chấm, `assess=teacher` nếu người quản lý đơn vị chấm",
			"The task does not say who judges it", "Add to the braces `assess=self` if learners judge themselves, `assess=teacher` if their unit's manager does",
		},
		"practical.peer": {
			Error, "Người học không chấm bài của nhau", "Viết `assess=teacher` (người quản lý đơn vị chấm) hoặc `assess=self` (tự chấm)",
			"Learners do not judge each other's work", "Write `assess=teacher` (the unit's manager judges) or `assess=self`",
		},
		"practical.evidence": {
			Error, "Bài do người khác chấm chưa nói nộp gì", "Thêm `evidence=text` (nộp chữ), hoặc `evidence=photo` (kèm được một ảnh)",
			"A task that somebody else judges does not say what is handed in", "Add `evidence=text`, or `evidence=photo` if a picture may come with the text",
		},
		"practical.file": {
			Error, "Không nộp được tệp", "Viết `evidence=text` (nộp chữ), hoặc `evidence=photo` (kèm được một ảnh)",
			"Files cannot be handed in", "Write `evidence=text`, or `evidence=photo` if a picture may come with the text",
		},
		"practical.for-teacher": {
			Error, "`{name}` chỉ dùng cho bài do người khác chấm", "Xóa `{name}`, hoặc đổi thành `assess=teacher`",
			"`{name}` is only for tasks that somebody else judges", "Remove `{name}`, or write `assess=teacher`",
		},
		"practical.pass": {
			Error, "Bài do người khác chấm cần nói từ mấy điểm là đạt: một số từ 1 đến {max}", "Viết `pass=` và số điểm, ví dụ `pass={max}`",
			"A task that somebody else judges says how many points pass, a number from 1 to {max}", "Write `pass=` and the points, such as `pass={max}`",
		},
		"practical.hide": {
			Warning, "Bài nộp kèm ảnh nhưng chưa nhắc che dữ liệu cá nhân", "Thêm một câu, ví dụ: Che tên, mặt người và số giấy tờ trước khi chụp",
			"The task takes a picture and does not say what to hide", "Add a sentence, such as: Hide names, faces and numbers of papers before you take it",
		},
	}
}
