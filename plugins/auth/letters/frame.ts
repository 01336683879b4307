const style = `
body { margin: 0; padding: 24px 28px; background: #fff; color: #1c1c22; font: 14px/1.45 system-ui, sans-serif; }
p { margin: 12px 0; }
a { color: inherit; }
.btn { display: inline-block; min-width: 140px; padding: 11px 22px; border-radius: 6px; background: #1c1c22 !important;
  color: #fff !important; font-weight: 600; text-align: center; text-decoration: none !important; }
`;

/** A letter's body as a whole HTML page. */
export function frame(body: string): string {
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
