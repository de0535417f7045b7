-- name: RenamePerson :execrows
UPDATE person SET name = $1, sort_key = $2, folded = $3 WHERE id = $4 AND erased_at = 0;

-- name: DropContact :execrows
DELETE FROM contact WHERE kind = $1 AND value = $2 AND account_id = $3;

-- name: VoidAllCodes :exec
UPDATE one_time_code SET used_at = $1 WHERE account_id = $2 AND used_at = 0;

-- The first statement of an erasure: whoever erases the same person at the same time waits here.
-- name: MarkErased :execrows
UPDATE person SET name = '', sort_key = $1, folded = '', erased_at = $2 WHERE id = $3 AND erased_at = 0;

-- name: PersonState :one
SELECT p.unit_id, p.erased_at, a.id AS account_id FROM person p LEFT JOIN account a ON a.person_id = p.id WHERE p.id = $1;

-- name: OpenExamsOf :many
SELECT id FROM attempt WHERE person_id = $1 AND submitted_at = 0 ORDER BY id;

-- name: DropRefreshTokens :exec
DELETE FROM refresh_token WHERE session_id IN (SELECT s.id FROM session s WHERE s.account_id = $1);

-- name: DropSessions :exec
DELETE FROM session WHERE account_id = $1;

-- name: DropCodes :exec
DELETE FROM one_time_code WHERE account_id = $1;

-- name: DropGrants :exec
DELETE FROM role_grant WHERE account_id = $1;

-- name: DropContacts :exec
DELETE FROM contact WHERE account_id = $1;

-- name: DropClientKeys :exec
DELETE FROM client_key WHERE caller = $1;

-- name: DropAccount :exec
DELETE FROM account WHERE id = $1;

-- name: WithdrawConsents :exec
UPDATE consent SET withdrawn_at = $1 WHERE person_id = $2 AND withdrawn_at = 0;

-- A record's client key is the one text in it that a caller wrote.
-- name: ForgetClientKeys :exec
UPDATE record SET client_key = '', device_id = NULL WHERE person_id = $1 AND (client_key <> '' OR device_id IS NOT NULL);

-- Answers that hold what was typed: the text of one, or the texts of gaps.
-- name: ForgetPractice :exec
UPDATE practice SET last_answer = '{}' WHERE enrolment_id IN (SELECT e.id FROM enrolment e WHERE e.person_id = $1)
AND (last_answer LIKE '%"t":%' OR last_answer LIKE '%"x":%');

-- name: ForgetAnswers :exec
UPDATE attempt_item SET answer = '{}' WHERE attempt_id IN (SELECT a.id FROM attempt a WHERE a.person_id = $1)
AND (answer LIKE '%"t":%' OR answer LIKE '%"x":%');

-- The row stays as the trace of the deletion.
-- name: DeleteEvidence :exec
UPDATE evidence SET salt = sqlc.arg(nothing), body = sqlc.arg(nothing), deleted_at = sqlc.arg(deleted_at)
WHERE deleted_at = 0 AND record_id IN (SELECT r.id FROM record r WHERE r.person_id = sqlc.arg(person_id));

-- name: LiveCredentialsOf :many
SELECT id, course_id, version_id, attempt_id FROM credential WHERE person_id = $1 AND revoked_at = 0 ORDER BY id;

-- name: RevokeCredential :execrows
UPDATE credential SET revoked_at = $1, revoked_why = $2 WHERE id = $3 AND revoked_at = 0;

-- name: ErasedSince :many
SELECT id, erased_at FROM person WHERE erased_at > 0 AND erased_at >= $1 ORDER BY erased_at, id;

-- name: Consents :many
SELECT text_version, given_at, withdrawn_at FROM consent WHERE person_id = $1 ORDER BY id;

-- name: RecordsOf :many
SELECT r.id, r.kind, r.attempt_id, r.subject, r.happened_at, r.stored_at, c.slug, u.name AS unit_name, v.body
FROM record r JOIN course c ON c.id = r.course_id JOIN unit u ON u.id = r.unit_id LEFT JOIN evidence v ON v.record_id = r.id
WHERE r.person_id = $1 ORDER BY r.stored_at, r.id;

-- name: AuditAbout :many
SELECT at, actor_id, action, data FROM audit WHERE target_id = $1 ORDER BY id;
