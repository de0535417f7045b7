-- name: AddRecord :exec
INSERT INTO record (id, kind, person_id, actor_id, course_id, version_id, attempt_id, subject, data, happened_at, stored_at, unit_id, device_id, client_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: AddEvidence :exec
INSERT INTO evidence (id, record_id, salt, body, stored_at) VALUES ($1, $2, $3, $4, $5);

-- name: AddEnrolment :execrows
INSERT INTO enrolment (id, person_id, course_id, version_id, enrolled_at, last_at) VALUES ($1, $2, $3, $4, $5, $5)
ON CONFLICT (person_id, course_id) DO NOTHING;

-- name: Enrolment :one
SELECT e.id, e.person_id, e.course_id, e.version_id, e.enrolled_at, e.last_lesson, e.last_at, e.completed_at, e.exam_taken, e.exam_passed,
       c.slug, p.unit_id, p.audience
FROM enrolment e JOIN course c ON c.id = e.course_id JOIN person p ON p.id = e.person_id WHERE e.person_id = $1 AND e.course_id = $2;

-- name: EnrolmentByID :one
SELECT e.id, e.person_id, e.course_id, e.version_id, e.enrolled_at, e.last_lesson, e.last_at, e.completed_at, e.exam_taken, e.exam_passed,
       c.slug, p.unit_id, p.audience
FROM enrolment e JOIN course c ON c.id = e.course_id JOIN person p ON p.id = e.person_id WHERE e.id = $1;

-- name: Enrolments :many
SELECT e.id, e.person_id, e.course_id, e.version_id, e.enrolled_at, e.last_lesson, e.last_at, e.completed_at, e.exam_taken, e.exam_passed,
       c.slug, p.unit_id, p.audience
FROM enrolment e JOIN course c ON c.id = e.course_id JOIN person p ON p.id = e.person_id WHERE e.person_id = $1 ORDER BY e.last_at DESC LIMIT 200;

-- name: Unsettled :many
SELECT e.id FROM enrolment e JOIN person p ON p.id = e.person_id
WHERE e.completed_at = 0 AND e.last_at > $1 AND e.id > $2 AND p.erased_at = 0 ORDER BY e.id LIMIT 200;

-- name: OpenLesson :execrows
INSERT INTO lesson_progress (enrolment_id, lesson, opened_at) VALUES ($1, $2, $3) ON CONFLICT (enrolment_id, lesson) DO NOTHING;

-- Both hold the enrolment's row, so that what is done on a version and the move to another follow one another.
-- name: SetLastLesson :execrows
UPDATE enrolment SET last_lesson = $1, last_at = $2 WHERE id = $3 AND version_id = $4;

-- name: TouchEnrolment :execrows
UPDATE enrolment SET last_at = $1 WHERE id = $2 AND version_id = $3;

-- A completion whose confirmation is on its way is confirmed on the version it was reached on.
-- name: SetEnrolmentVersion :execrows
UPDATE enrolment SET version_id = $1, last_lesson = $2, last_at = $3
WHERE id = $4 AND version_id = $5 AND (completed_at = 0 OR confirmed_at > 0);

-- name: ClearLessonProgress :exec
DELETE FROM lesson_progress WHERE enrolment_id = $1;

-- name: AddLessonProgress :exec
INSERT INTO lesson_progress (enrolment_id, lesson, opened_at, completed_at) VALUES ($1, $2, $3, $4);

-- name: CompleteLesson :execrows
UPDATE lesson_progress SET completed_at = $1 WHERE enrolment_id = $2 AND lesson = $3 AND completed_at = 0;

-- name: LessonProgress :many
SELECT lesson, opened_at, completed_at FROM lesson_progress WHERE enrolment_id = $1 ORDER BY lesson;

-- On PostgreSQL two answers of one person can be stored in another order than that of their times: the times decide.
-- name: Practise :exec
INSERT INTO practice (enrolment_id, question, tries, last_answer, last_at, right_at) VALUES ($1, $2, 1, $3, $4, $5)
ON CONFLICT (enrolment_id, question) DO UPDATE SET tries = practice.tries + 1,
    last_answer = CASE WHEN excluded.last_at >= practice.last_at THEN excluded.last_answer ELSE practice.last_answer END,
    last_at = CASE WHEN excluded.last_at >= practice.last_at THEN excluded.last_at ELSE practice.last_at END,
    right_at = CASE WHEN practice.right_at = 0 OR (excluded.right_at > 0 AND excluded.right_at < practice.right_at)
               THEN excluded.right_at ELSE practice.right_at END;

-- name: Practice :many
SELECT question, tries, last_answer, last_at, right_at FROM practice WHERE enrolment_id = $1 ORDER BY question;

-- name: CompleteCourse :execrows
UPDATE enrolment SET completed_at = $1, last_at = $1 WHERE id = $2 AND version_id = $3 AND completed_at = 0;

-- name: UncompleteCourse :execrows
UPDATE enrolment SET completed_at = 0, last_at = $1 WHERE id = $2 AND completed_at = $3;

-- Every completion of a person and every one that was taken back, in their order.
-- name: CompletionsOf :many
SELECT id, kind, course_id, version_id, unit_id, data, stored_at FROM record
WHERE person_id = $1 AND kind IN ('course-completed', 'completion-withdrawn') ORDER BY stored_at, id;

-- Completions that may rest on a judgement which was corrected since: by the few that were corrected at all.
-- name: Overturned :many
SELECT DISTINCT h.enrolment_id FROM hand_in h JOIN enrolment e ON e.id = h.enrolment_id JOIN person p ON p.id = e.person_id
WHERE h.corrections > 0 AND NOT h.passed AND e.completed_at > 0 AND e.last_at > $1 AND h.enrolment_id > $2 AND p.erased_at = 0
ORDER BY h.enrolment_id LIMIT 200;

-- name: AddDelta :exec
INSERT INTO delta (id, metric, unit_id, course_id, year, detail, amount) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: AddDistinct :execrows
INSERT INTO distinct_person (person_id, unit_id, year, category) VALUES ($1, $2, $3, $4) ON CONFLICT (person_id, unit_id, year, category) DO NOTHING;

-- Holds the row, so that a person's completion and the taking back of another follow one another.
-- name: HoldDistinct :execrows
UPDATE distinct_person SET category = category WHERE person_id = $1 AND unit_id = $2 AND year = $3 AND category = $4;

-- name: DropDistinct :exec
DELETE FROM distinct_person WHERE person_id = $1 AND unit_id = $2 AND year = $3 AND category = $4;

-- Takes deltas out: of two who fold at once only one gets each.
-- name: TakeDeltas :many
DELETE FROM delta WHERE id IN (SELECT d.id FROM delta d ORDER BY d.id LIMIT 500)
RETURNING metric, unit_id, course_id, year, detail, amount;

-- name: FoldSummary :exec
INSERT INTO summary (metric, unit_id, course_id, year, detail, amount) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (metric, year, course_id, unit_id, detail) DO UPDATE SET amount = summary.amount + excluded.amount;
-- Summary and what is not folded yet: exact at once.
-- name: Totals :many
SELECT t.metric, t.year, t.course_id, t.detail, CAST(sum(t.amount) AS BIGINT) AS amount FROM (
    SELECT s.metric, s.year, s.course_id, s.detail, s.amount, s.unit_id FROM summary s
    UNION ALL
    SELECT d.metric, d.year, d.course_id, d.detail, d.amount, d.unit_id FROM delta d
) t JOIN unit u ON u.id = t.unit_id
WHERE u.path >= sqlc.arg(low) AND u.path < sqlc.arg(high)
GROUP BY t.metric, t.year, t.course_id, t.detail ORDER BY t.metric, t.year, t.course_id, t.detail;
