-- What waits in the tables becomes jobs. Their queues were made before this runs.
INSERT INTO jobs.job (name, data, retry_limit, start_after, keep_until, expire_in, policy)
SELECT 'send-mail', jsonb_build_object('to', recipient, 'subject', subject, 'text', body), 9, next_attempt_at, now() + interval '1 year', interval '23 hours', 'standard'
FROM outgoing_mails;
--> statement-breakpoint
INSERT INTO jobs.job (name, data, retry_limit, keep_until, expire_in, policy)
SELECT 'reset-password', jsonb_build_object('email', email), 4, now() + interval '1 year', interval '23 hours', 'standard'
FROM password_reset_requests;
--> statement-breakpoint
DROP TABLE "password_reset_requests" CASCADE;--> statement-breakpoint
DROP TABLE "outgoing_mails" CASCADE;--> statement-breakpoint
ALTER TABLE "heartbeats" ADD COLUMN "services" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
INSERT INTO jobs.job (name, data, singleton_key, retry_limit, keep_until, expire_in, policy)
SELECT 'delete-person-data', jsonb_build_object('deletionId', id), id::text, 999999, now() + interval '1 year', interval '23 hours', 'short'
FROM person_deletions WHERE verified_at IS NULL;
--> statement-breakpoint
INSERT INTO jobs.job (name, data, singleton_key, retry_limit, keep_until, expire_in, policy)
SELECT 'delete-project-data', jsonb_build_object('teamId', team_id), team_id::text, 999999, now() + interval '1 year', interval '23 hours', 'short'
FROM project_deletions WHERE verified_at IS NULL;
--> statement-breakpoint
INSERT INTO jobs.job (name, data, singleton_key, retry_limit, keep_until, expire_in, policy)
SELECT 'make-demo-data', jsonb_build_object('teamId', team_id), team_id::text, 999999, now() + interval '1 year', interval '23 hours', 'short'
FROM demo_generations;
--> statement-breakpoint
DROP TRIGGER announce_work ON person_deletions;
--> statement-breakpoint
DROP TRIGGER announce_work ON project_deletions;
--> statement-breakpoint
DROP TRIGGER announce_work ON demo_generations;
