package content

// versionMessages are about what was published before: ids and names that stand in the records of learners.
func versionMessages() map[string]wording {
	return map[string]wording{
		"version.question-changed": {
			Error, "Câu `{id}` nay hỏi điều khác bản {number} đang dùng: {why}",
			"Đặt mã mới, chẳng hạn `{#{try}}`, để số liệu của câu tính lại từ đầu; chỉ sửa lời văn thì giữ nguyên đáp án, năng lực và bậc",
			"Question `{id}` asks something else than in version {number}, which is published: {why}",
			"Give it a new id, such as `{#{try}}`, so that its statistics start anew; for mended wording keep key, competence and level",
		},
		"version.question-reused": {
			Error, "Mã `{id}` là của một câu khác trong bản {number}: {why}", "Đặt mã mới, chẳng hạn `{#{try}}`: mã đã dùng thì không dùng lại",
			"The id `{id}` belongs to another question of version {number}: {why}", "Give it a new id, such as `{#{try}}`: ids are never used again",
		},
		"version.question-doubted": {
			Warning, "Câu `{id}` có lẽ nay hỏi điều khác bản {number}: {why}",
			"Nếu đúng vậy, đặt mã mới, chẳng hạn `{#{try}}`, để số liệu của câu tính lại từ đầu; nếu điều được hỏi vẫn thế thì để nguyên",
			"Question `{id}` may ask something else than in version {number}: {why}",
			"If it does, give it a new id, such as `{#{try}}`, so that its statistics start anew; if it asks the same, leave it",
		},
		"version.lesson-renamed": {
			Error, "Bài `{was}` của bản {number} nay mang tên `{name}`", "Thêm dòng `was: {slug}` vào phần khai báo của bài, để người đang học không mất tiến độ; là bài khác hẳn thì xuất bản bản bỏ bài cũ trước, rồi mới thêm bài này",
			"Lesson `{was}` of version {number} is now called `{name}`", "Add the line `was: {slug}` to its front matter, so that nobody loses progress; if it is quite another lesson, first publish a version without the old one, then add this one",
		},
		"version.module-renamed": {
			Error, "Phần `{was}` của bản {number} nay mang tên `{name}`", "Thêm dòng `was: {slug}` vào phần khai báo của `module.md`, để đường dẫn cũ vẫn dùng được",
			"Module `{was}` of version {number} is now called `{name}`", "Add the line `was: {slug}` to the front matter of `module.md`, so that old links still lead there",
		},
	}
}

// aspects are the words for what makes a question another one.
func aspects(lang string) map[string]string {
	if lang == "en" {
		return map[string]string{
			"type": "its type", "competence": "its competence", "level": "its level", "key": "its right answers",
			"unit": "its unit", "match": "how exactly the answer must be typed", "scoring": "how it is scored", "stem": "a number or a “not” in what it asks",
		}
	}
	return map[string]string{
		"type": "loại câu", "competence": "năng lực", "level": "bậc", "key": "đáp án",
		"unit": "đơn vị", "match": "cách so chữ gõ vào", "scoring": "cách chấm", "stem": "con số hoặc chữ “không” trong lời hỏi",
	}
}
