-- name: HandInsOf :many
SELECT id, question, number, handed_at, changed_at, changes, picture_id, counted, judged_at, judged_by, points, passed, corrections
FROM hand_in WHERE enrolment_id = $1 ORDER BY question, number;

-- name: WorksOf :many
SELECT h.id, h.enrolment_id, h.person_id, h.course_id, h.version_id, h.question, h.number, h.handed_at, h.changed_at, h.changes,
       h.picture_id, h.counted, h.judged_at, h.judged_by, h.grades, h.points, h.passed, h.corrections,
       p.name, u.name AS unit_name, u.path, t.body AS text, c.body AS comments
FROM hand_in h JOIN person p ON p.id = h.person_id JOIN unit u ON u.id = p.unit_id
LEFT JOIN evidence t ON t.record_id = h.record_id LEFT JOIN evidence c ON c.record_id = h.judgement_id
WHERE h.enrolment_id = $1 AND h.question = $2 ORDER BY h.number DESC;

-- name: Work :one
SELECT h.id, h.enrolment_id, h.person_id, h.course_id, h.version_id, h.question, h.number, h.handed_at, h.changed_at, h.changes,
       h.picture_id, h.counted, h.judged_at, h.judged_by, h.grades, h.points, h.passed, h.corrections,
       p.name, u.name AS unit_name, u.path, t.body AS text, c.body AS comments
FROM hand_in h JOIN person p ON p.id = h.person_id JOIN unit u ON u.id = p.unit_id
LEFT JOIN evidence t ON t.record_id = h.record_id LEFT JOIN evidence c ON c.record_id = h.judgement_id
WHERE h.id = $1;

-- name: Picture :one
SELECT e.body FROM hand_in h JOIN evidence e ON e.record_id = h.picture_id WHERE h.id = $1 AND e.deleted_at = 0;

-- name: LastHandIn :one
SELECT id, number, record_id, picture_id, judged_at, passed FROM hand_in WHERE enrolment_id = $1 AND question = $2 ORDER BY number DESC LIMIT 1;

-- name: AddHandIn :execrows
INSERT INTO hand_in (id, enrolment_id, person_id, course_id, version_id, question, number, handed_at, changed_at, changes, record_id, picture_id, counted)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 1, $9, $10, $11) ON CONFLICT (enrolment_id, question, number) DO NOTHING;

-- What counted once stays counted, whoever judges there now.
-- name: ReplaceHandIn :execrows
UPDATE hand_in SET version_id = $1, changed_at = $2, changes = changes + 1, record_id = $3, picture_id = $4, counted = (counted OR $5)
WHERE id = $6 AND judged_at = 0;

-- Of two who judge at once one finds it judged; who judged what the learner has replaced meanwhile finds another number.
-- name: JudgeHandIn :execrows
UPDATE hand_in SET judged_at = $1, judged_by = $2, judgement_id = $3, grades = $4, points = $5, passed = $6
WHERE id = $7 AND judged_at = 0 AND changes = $8;

-- The judgement that stands, put with those that stood before. Whoever corrects holds the enrolment's row (BringForward), and
-- so does whoever hands in.
-- name: KeepJudgement :execrows
INSERT INTO past_judgement (hand_in_id, number, judged_at, judged_by, judgement_id, grades, points, passed, reason_id)
SELECT h.id, h.corrections + 1, h.judged_at, h.judged_by, h.judgement_id, h.grades, h.points, h.passed, sqlc.arg(reason_id)
FROM hand_in h WHERE h.id = sqlc.arg(id) AND h.judged_at > 0 AND h.corrections = sqlc.arg(corrections)
AND NOT EXISTS (SELECT 1 FROM hand_in n WHERE n.enrolment_id = h.enrolment_id AND n.question = h.question AND n.number > h.number);

-- name: CorrectHandIn :exec
UPDATE hand_in SET judged_at = $1, judged_by = $2, judgement_id = $3, grades = $4, points = $5, passed = $6, corrections = corrections + 1
WHERE id = $7;

-- name: PastJudgements :many
SELECT j.number, j.judged_at, j.judged_by, j.grades, j.points, j.passed, c.body AS comments, r.body AS reason
FROM past_judgement j LEFT JOIN evidence c ON c.record_id = j.judgement_id LEFT JOIN evidence r ON r.record_id = j.reason_id
WHERE j.hand_in_id = $1 ORDER BY j.number;

-- A replaced text or picture is deleted: perhaps it was replaced for what it showed.
-- name: ForgetEvidence :exec
UPDATE evidence SET salt = sqlc.arg(nothing), body = sqlc.arg(nothing), deleted_at = sqlc.arg(deleted_at)
WHERE record_id = sqlc.arg(record_id) AND deleted_at = 0;

-- Something happened in it that its learner did not do: it comes to the front of theirs, and the sweep settles it.
-- name: BringForward :exec
UPDATE enrolment SET last_at = $1 WHERE id = $2;

-- Who sits above a person to judge. An administrator may, but is nobody to wait for.
-- name: JudgesOver :one
SELECT count(*) FROM role_grant g JOIN unit s ON s.id = g.unit_id JOIN account a ON a.id = g.account_id
JOIN person p ON p.id = $1 JOIN unit u ON u.id = p.unit_id
WHERE g.revoked_at = 0 AND g.role = $2 AND a.locked_at = 0 AND a.person_id <> p.id AND substr(u.path, 1, length(s.path)) = s.path;
