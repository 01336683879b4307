import { smtpTransport } from "../../../plugins/mailer/transport.ts";

// Sends one letter over SMTP, in a process of its own since trusted certificates are read at its start.
const [smtp] = process.argv.slice(2);
const send = await smtpTransport(JSON.parse(smtp ?? ""));
const address = { name: "", address: "ann@example.com" };
const lists = { to: [address], cc: [], bcc: [], headers: {}, attachments: {}, inlineAttachments: {} };
await send({ from: address, subject: "sealed", html: "", text: "hello", ...lists });
