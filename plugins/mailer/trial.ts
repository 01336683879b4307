import { type Db, type PluginScope, ValidationErrors, type ValidationIssue } from "#kernel";
import type { Collection, Collections } from "../collections/contract.ts";
import { type MailTrial, type TestLetter, TestLetters, type TestMail } from "./contract.ts";
import { notAnAuthCollection, notAnEmail, notATemplate, required, tooLong } from "./errors.ts";

/** Sends letters to an address of the operator's choice. */
export function createTrial(scope: Pick<PluginScope, "collect">, collections: Collections): MailTrial {
  return {
    check: (db, mail) => void read(db, mail),
    async send(db, mail) {
      const { letter, collection } = read(db, mail);
      await letter.send(db, collection, mail.email);
    },
  };

  function read(
    db: Db,
    { email, template, collection: asked }: TestMail,
  ): { readonly letter: TestLetter; readonly collection: Collection } {
    const letter = scope.collect(TestLetters).find((one) => one.template === template);
    const collection = collections.find(db, asked || "_superusers");
    const issues = {
      ...(!collection?.isAuth && { collection: notAnAuthCollection }),
      ...namedIssue("email", emailIssue(email)),
      ...(letter === undefined && { template: template === "" ? required : notATemplate }),
    };
    if (letter === undefined || collection === undefined || Object.keys(issues).length > 0)
      throw new ValidationErrors(issues);
    return { letter, collection };
  }
}

function namedIssue(name: string, issue: ValidationIssue | undefined): Record<string, ValidationIssue> {
  return issue === undefined ? {} : { [name]: issue };
}

function emailIssue(email: string): ValidationIssue | undefined {
  if (email === "") return required;
  if (email.length > 255) return tooLong;
  return /^[^\s@<>()[\],;:"]+@[^\s@.]+(\.[^\s@.]+)+$/.test(email) ? undefined : notAnEmail;
}
