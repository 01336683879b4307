import type { SendMailOptions, Transporter } from "nodemailer";
import type { SettingsValues } from "../settings/contract.ts";
import type { MailAddress, MailMessage } from "./contract.ts";

/** Hands a finished message on; throws when it was refused. */
export type Transport = (message: MailMessage) => Promise<void>;

const handshakeMs = 30_000;

/** Over SMTP: TLS from the start with `tls`, otherwise as soon as the server offers it. */
export async function smtpTransport(smtp: SettingsValues["smtp"]): Promise<Transport> {
  const { createTransport } = await import("nodemailer");
  const hasLogin = smtp.username !== "" || smtp.password !== "";
  return through(
    createTransport({
      host: smtp.host,
      port: smtp.port,
      secure: smtp.tls,
      name: smtp.localName || "localhost",
      connectionTimeout: handshakeMs,
      greetingTimeout: handshakeMs,
      // A password never leaves this machine in the clear.
      requireTLS: hasLogin && !isLocal(smtp.host),
      ...(hasLogin && {
        auth: { user: smtp.username, pass: smtp.password },
        authMethod: smtp.authMethod || "PLAIN",
      }),
    }),
  );
}

/** Through the sendmail program at `path`. */
export async function sendmailTransport(path: string): Promise<Transport> {
  const { createTransport } = await import("nodemailer");
  return through(createTransport({ sendmail: true, path, newline: "unix" }));
}

function through(transporter: Transporter): Transport {
  return async (message) => {
    try {
      await transporter.sendMail(composed(message));
    } finally {
      transporter.close();
    }
  };
}

function composed(message: MailMessage): SendMailOptions {
  return {
    from: addressed(message.from),
    to: message.to.map(addressed),
    cc: message.cc.map(addressed),
    bcc: message.bcc.map(addressed),
    subject: message.subject,
    headers: message.headers,
    ...(message.html !== "" && { html: message.html }),
    ...(message.text !== "" && { text: message.text }),
    attachments: [
      ...Object.entries(message.attachments).map(([filename, content]) => ({
        filename,
        content: contentOf(content),
      })),
      ...Object.entries(message.inlineAttachments).map(([filename, content]) => ({
        filename,
        cid: filename,
        contentDisposition: "inline" as const,
        content: contentOf(content),
      })),
    ],
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function addressed({ name, address }: MailAddress): MailAddress {
  return { name: name ?? "", address };
}

function contentOf(content: MailMessage["attachments"][string]) {
  return content instanceof Uint8Array ? Buffer.from(content) : content;
}

function isLocal(host: string): boolean {
  return host === "localhost" || host === "127.0.0.1" || host === "::1";
}
