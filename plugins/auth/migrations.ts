import { type Db, raw, sql, stringify } from "#kernel";
import type { Migration } from "../migrations/contract.ts";
import type { AuthOptions } from "./options/shape.ts";
import { authAlertTemplate } from "./options/templates.ts";

/** The alert's text of releases before 0.33, which could not say where the login came from. */
const formerBody = `<p>Hello,</p>
<p>We noticed a login to your {APP_NAME} account from a new location.</p>
<p>If this was you, you may disregard this email.</p>
<p><strong>If this wasn't you, you should immediately change your {APP_NAME} account password to revoke access from all other locations.</strong></p>
<p>
  Thanks,<br/>
  {APP_NAME} team
</p>`;

/** Puts the alert of today in place of the former one, where nobody has written their own. */
export const alertMigration: Migration = {
  file: "1763020353_update_default_auth_alert_templates.go",
  up: async ({ data }) => await renewAlerts(data),
};

async function renewAlerts(db: Db): Promise<void> {
  const rows = await db.all<{ id: string; options: string }>(
    raw("SELECT id, options FROM _collections WHERE type = 'auth'"),
  );
  for (const { id, options } of rows) {
    const before = JSON.parse(options) as AuthOptions;
    const { emailTemplate } = before.authAlert;
    if (emailTemplate.body.trim() !== formerBody) continue;
    const authAlert = {
      ...before.authAlert,
      emailTemplate: { ...emailTemplate, body: authAlertTemplate.body },
    };
    const renewed: AuthOptions = { ...before, authAlert }; // keys keep their order
    await db.run(sql`UPDATE _collections SET options = ${stringify(renewed)} WHERE id = ${id}`);
  }
}
