import { readFailure } from "../client.ts";

export interface Toast {
  readonly id: number;
  readonly kind: "done" | "failed" | "note";
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

class Toasts {
  list: readonly Toast[] = $state.raw([]);
  #last = 0;

  add(toast: Omit<Toast, "id">): void {
    const id = ++this.#last;
    this.list = [...this.list.slice(-3), { ...toast, id }];
    setTimeout(() => this.close(id), toast.kind === "failed" || toast.action ? 9000 : 4000);
  }

  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();

export function say(text: string, action?: Toast["action"]): void {
  toasts.add({ kind: "done", text, action });
}

export function sayFailure(cause: unknown): void {
  toasts.add({ kind: "failed", text: readFailure(cause).message });
}
