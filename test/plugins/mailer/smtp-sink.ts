import net from "node:net";
import tls from "node:tls";

export interface SinkedMail {
  /** What the client said before DATA. */
  readonly commands: readonly string[];
  readonly source: string;
  readonly isSealed: boolean;
}

export interface SmtpSink {
  readonly port: number;
  readonly mails: SinkedMail[];
  close(): Promise<void>;
}

export interface SinkOptions {
  readonly certificate?: { readonly key: string; readonly cert: string };
  /** From the first byte on; otherwise when the client asks for it. */
  readonly sealed?: "always";
}

/** A server that speaks enough SMTP to take mails in and show them. */
export async function openSmtpSink(options: SinkOptions = {}): Promise<SmtpSink> {
  const mails: SinkedMail[] = [];
  const server = net.createServer((socket) => {
    const conversation = new Conversation(mails, options);
    conversation.greet(options.sealed === "always" ? seal(socket, options) : socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function seal(socket: net.Socket, { certificate }: SinkOptions): tls.TLSSocket {
  const sealed = new tls.TLSSocket(socket, { isServer: true, ...certificate });
  sealed.on("error", () => socket.destroy()); // a client that does not trust us
  return sealed;
}

class Conversation {
  readonly #mails: SinkedMail[];
  readonly #options: SinkOptions;
  #commands: string[] = [];
  #pending = "";
  #inData = false;
  #socket: net.Socket | undefined;

  constructor(mails: SinkedMail[], options: SinkOptions) {
    this.#mails = mails;
    this.#options = options;
  }

  greet(socket: net.Socket): void {
    this.#listen(socket);
    socket.write("220 sink ESMTP\r\n");
  }

  #listen(socket: net.Socket): void {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => {
      this.#pending += chunk.toString();
      this.#read();
    });
    socket.on("error", () => {}); // the client went away
  }

  #read(): void {
    for (;;) {
      const end = this.#pending.indexOf(this.#inData ? "\r\n.\r\n" : "\r\n");
      if (end === -1) return;
      const taken = this.#pending.slice(0, end);
      this.#pending = this.#pending.slice(end + (this.#inData ? 5 : 2));
      if (this.#inData) this.#keep(taken);
      else this.#obey(taken);
    }
  }

  #keep(source: string): void {
    const isSealed = this.#socket instanceof tls.TLSSocket;
    this.#mails.push({ commands: this.#commands, source, isSealed });
    this.#inData = false;
    this.#socket?.write("250 taken\r\n");
  }

  #obey(command: string): void {
    this.#commands.push(command);
    this.#socket?.write(answerTo(command, this.#options));
    this.#inData = command.toUpperCase() === "DATA";
    if (/^STARTTLS/i.test(command) && this.#options.certificate !== undefined) this.#startSealed();
  }

  #startSealed(): void {
    const plain = this.#socket as net.Socket;
    plain.removeAllListeners("data");
    this.#commands = [];
    this.#listen(seal(plain, this.#options));
  }
}

function answerTo(command: string, { certificate }: SinkOptions): string {
  if (/^EHLO/i.test(command))
    return `250-sink\r\n${certificate ? "250-STARTTLS\r\n" : ""}250 AUTH PLAIN LOGIN\r\n`;
  if (/^STARTTLS/i.test(command)) return certificate ? "220 go ahead\r\n" : "502 not here\r\n";
  if (/^DATA/i.test(command)) return "354 go on\r\n";
  if (/^AUTH LOGIN/i.test(command)) return "334 VXNlcm5hbWU6\r\n";
  if (/^dQ==$/.test(command)) return "334 UGFzc3dvcmQ6\r\n";
  if (/^(AUTH|cA==)/i.test(command)) return "235 welcome\r\n";
  return /^QUIT/i.test(command) ? "221 bye\r\n" : "250 ok\r\n";
}
