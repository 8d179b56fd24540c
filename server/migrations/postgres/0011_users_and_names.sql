DROP INDEX "teams_name";--> statement-breakpoint
ALTER TABLE "organization_memberships" ADD COLUMN "is_invited" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "teams_organization" ON "teams" USING btree ("organization_id");--> statement-breakpoint
-- The log of activity says who joined by an invitation until now.
UPDATE organization_memberships m SET is_invited = true WHERE EXISTS (
  SELECT 1 FROM activity_log a WHERE a.scope = 'OrganizationMembership' AND a.activity = 'joined' AND a.item_id = m.id::text
);
