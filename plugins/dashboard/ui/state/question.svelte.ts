export interface Question {
  readonly title: string;
  readonly body?: string;
  readonly confirm: string;
  readonly kind?: "plain" | "danger";
  /** What has to be typed before the button works. */
  readonly typed?: string;
  readonly points?: readonly string[];
}

interface Asked extends Question {
  readonly answer: (yes: boolean) => void;
}

class Questions {
  current: Asked | undefined = $state.raw();
}

export const questions = new Questions();

/** Asks before something that cannot be undone. */
export function ask(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    questions.current = {
      ...question,
      answer(yes) {
        questions.current = undefined;
        resolve(yes);
      },
    };
  });
}
