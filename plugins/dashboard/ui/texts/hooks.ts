export const hooks = {
  title: "Hooks and extensions",
  lead: "Every script of this server: what it registered, and how it does.",
  loaded: (ago: string) => `Loaded ${ago}`,
  generation: (n: number) => `Generation ${n}`,
  live: "Refreshed every few seconds",
  noneTitle: "No scripts yet",
  noneText: "Put a file such as pb_hooks/welcome.pb.ts beside the data directory; it is loaded at once.",
  unknownTitle: "This server does not tell about its scripts",
  unknownText: "It does not answer at /api/isobase/scripts. Hooks may run all the same.",
  file: "File",
  routeUse: "Added by a script. The official clients call it through send().",
  counts: (routes: number, hooks: number, crons: number) => `${routes} routes, ${hooks} hooks, ${crons} jobs`,
  routes: "Routes",
  handlers: "Hooks",
  crons: "Jobs",
  calls: "Calls",
  errors: "Errors",
  p50: "p50",
  p99: "p99",
  lastError: "Last error",
  sample: `// pb_hooks/welcome.pb.ts
routerAdd("GET", "/hello/{name}", (e) => {
  return e.json(200, { message: \`Hello, \${e.request.pathValue("name")}!\` });
});`,
} as const;

export const problems = {
  title: "Problems",
  lead: "What went wrong lately: requests, hooks, jobs, mails and backups, the same ones together.",
  period: "Period",
  periods: { "1": "Last hour", "24": "Last day", "168": "Last week" } as Readonly<Record<string, string>>,
  noneTitle: "All is well",
  noneText: "Nothing went wrong in this time.",
  times: (n: string) => `${n}×`,
  last: (ago: string) => `last ${ago}`,
  show: "In the logs",
  scripts: "Scripts",
  kinds: {
    request: "Request",
    hook: "Hook",
    cron: "Job",
    mail: "Mail",
    backup: "Backup",
    other: "Server",
  } as Readonly<Record<string, string>>,
} as const;
