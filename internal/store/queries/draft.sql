-- name: CourseUnit :one
SELECT c.id, c.unit_id, c.version_id FROM course c WHERE c.slug = $1;

-- name: SetCourseUnit :exec
UPDATE course SET unit_id = $1 WHERE slug = $2;

-- name: Draft :one
SELECT d.id, d.slug, d.unit_id, u.path, u.name AS unit_name, d.base_id, d.state, d.created_at, d.changed_at, d.changed_by, d.submitted_at, d.submitted_by
FROM draft d JOIN unit u ON u.id = d.unit_id WHERE d.slug = $1;

-- name: Drafts :many
SELECT d.id, d.slug, d.unit_id, u.path, u.name AS unit_name, d.base_id, d.state, d.created_at, d.changed_at, d.changed_by, d.submitted_at, d.submitted_by
FROM draft d JOIN unit u ON u.id = d.unit_id ORDER BY d.changed_at DESC, d.id LIMIT 500;

-- name: AddDraft :execrows
INSERT INTO draft (id, slug, unit_id, base_id, state, created_at, created_by, changed_at, changed_by)
VALUES ($1, $2, $3, $4, 'writing', $5, $6, $7, $8) ON CONFLICT (slug) DO NOTHING;

-- Holds the draft's row while its files change, and only while it is being written.
-- name: TouchDraft :execrows
UPDATE draft SET changed_at = $1, changed_by = $2 WHERE id = $3 AND state = 'writing';

-- name: SubmitDraft :execrows
UPDATE draft SET state = 'review', submitted_at = $1, submitted_by = $2 WHERE id = $3 AND state = 'writing';

-- name: ReopenDraft :execrows
UPDATE draft SET state = 'writing', submitted_at = 0, submitted_by = NULL WHERE id = $1 AND state = 'review';

-- name: DraftFiles :many
SELECT f.path, b.size, f.revision, f.changed_at, f.changed_by, coalesce(p.name, '') AS name
FROM draft_file f JOIN blob b ON b.hash = f.hash LEFT JOIN account a ON a.id = f.changed_by LEFT JOIN person p ON p.id = a.person_id
WHERE f.draft_id = $1 ORDER BY f.path;

-- name: DraftFile :one
SELECT f.path, b.size, f.revision, f.changed_at, f.changed_by, coalesce(p.name, '') AS name, b.bytes
FROM draft_file f JOIN blob b ON b.hash = f.hash LEFT JOIN account a ON a.id = f.changed_by LEFT JOIN person p ON p.id = a.person_id
WHERE f.draft_id = $1 AND f.path = $2;

-- name: DraftSources :many
SELECT f.path, b.bytes FROM draft_file f JOIN blob b ON b.hash = f.hash WHERE f.draft_id = $1 ORDER BY f.path;

-- name: DraftBlob :one
SELECT f.path, b.bytes FROM draft_file f JOIN blob b ON b.hash = f.hash WHERE f.draft_id = $1 AND f.hash = $2 ORDER BY f.path LIMIT 1;

-- name: AddDraftFile :execrows
INSERT INTO draft_file (draft_id, path, hash, revision, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (draft_id, path) DO NOTHING;

-- name: SetDraftFile :execrows
UPDATE draft_file SET hash = $1, revision = revision + 1, changed_at = $2, changed_by = $3 WHERE draft_id = $4 AND path = $5 AND revision = $6;

-- name: MoveDraftFile :execrows
UPDATE draft_file SET path = $1, changed_at = $2, changed_by = $3 WHERE draft_id = $4 AND path = $5;

-- name: DropDraftFile :execrows
DELETE FROM draft_file WHERE draft_id = $1 AND path = $2;

-- name: AddDraftNote :exec
INSERT INTO draft_note (id, draft_id, kind, body, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6);

-- name: DraftNotes :many
SELECT n.id, n.kind, n.body, n.created_at, coalesce(p.name, '') AS name
FROM draft_note n LEFT JOIN account a ON a.id = n.created_by LEFT JOIN person p ON p.id = a.person_id
WHERE n.draft_id = $1 ORDER BY n.id LIMIT 500;

-- What an account has said about drafts, those that became versions too.
-- name: DraftNotesBy :many
SELECT d.slug, n.body, n.created_at, n.id FROM draft_note n JOIN draft d ON d.id = n.draft_id WHERE n.created_by = $1
UNION ALL
SELECT c.slug, n.body, n.created_at, n.id FROM version_note n JOIN course_version v ON v.id = n.version_id JOIN course c ON c.id = v.course_id WHERE n.created_by = $1
ORDER BY 4;

-- What an erased person has said; that something was said, and when, stays.
-- name: ForgetDraftNotes :exec
UPDATE draft_note SET body = '' WHERE created_by = $1;

-- name: ForgetVersionNotes :exec
UPDATE version_note SET body = '' WHERE created_by = $1;

-- What was said about a draft goes on with the version that it became.
-- name: KeepDraftNotes :exec
INSERT INTO version_note (id, version_id, kind, body, created_at, created_by)
SELECT n.id, sqlc.arg(version_id), n.kind, n.body, n.created_at, n.created_by FROM draft_note n WHERE n.draft_id = sqlc.arg(draft_id)
ON CONFLICT (id) DO NOTHING;

-- name: AddVersionNote :exec
INSERT INTO version_note (id, version_id, kind, body, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6);

-- name: VersionNotes :many
SELECT n.version_id, n.id, n.kind, n.body, n.created_at, coalesce(p.name, '') AS name
FROM version_note n JOIN course_version v ON v.id = n.version_id
LEFT JOIN account a ON a.id = n.created_by LEFT JOIN person p ON p.id = a.person_id
WHERE v.course_id = $1 ORDER BY n.id;

-- name: DropDraftNotes :exec
DELETE FROM draft_note WHERE draft_id = $1;

-- name: DropDraftFiles :exec
DELETE FROM draft_file WHERE draft_id = $1;

-- name: DropDraft :execrows
DELETE FROM draft WHERE id = $1;

-- Holds the row of the draft that was submitted at a time, so that nothing changes it before it is gone.
-- name: HoldDraft :execrows
UPDATE draft SET submitted_at = submitted_at WHERE id = $1 AND submitted_at = $2;

-- name: SetDraftBase :execrows
UPDATE draft SET base_id = $1 WHERE id = $2;

-- name: DropDraftFileRevision :execrows
DELETE FROM draft_file WHERE draft_id = $1 AND path = $2 AND revision = $3;
