-- name: HandInFacts :many
SELECT id, question, number, version_id, handed_at, changed_at, changes, record_id, picture_id, counted, judged_at, judged_by, judgement_id, grades, points, passed, corrections
FROM hand_in WHERE enrolment_id = $1 ORDER BY question, number;

-- name: ActorOf :one
SELECT actor_id FROM record WHERE id = $1;

-- name: HandInsAstray :many
SELECT h.id FROM hand_in h
WHERE NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.id = h.enrolment_id AND e.person_id = h.person_id AND e.course_id = h.course_id) ORDER BY h.id LIMIT 1000;

-- name: PastFacts :many
SELECT number, judged_at, judged_by, judgement_id, grades, points, passed, reason_id FROM past_judgement WHERE hand_in_id = $1 ORDER BY number;
