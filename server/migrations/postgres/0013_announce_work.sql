-- Whoever works on these tables hears of new rows when they are committed, instead of asking again and again.
CREATE FUNCTION hedgerow_announce_work() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('hedgerow_work', TG_TABLE_NAME);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON mirror_queue FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON outgoing_mails FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON password_reset_requests FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON person_deletions FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON project_deletions FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON demo_generations FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON pending_person_overrides FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT OR UPDATE OF pending_version ON cohorts FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
