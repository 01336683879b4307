import {
  Form,
  type PluginScope,
  type RequestEvent,
  type Route,
  UnreadableForm,
  type ValidationIssue,
} from "#kernel";
import type { Collection, Collections } from "../collections/contract.ts";
import { superusersOnly } from "../records/contract.ts";
import { type TestLetter, TestLetters } from "./contract.ts";
import {
  notAnAuthCollection,
  notAnEmail,
  notATemplate,
  required,
  TestEmailFailed,
  tooLong,
} from "./errors.ts";

/** POST /api/settings/test/email: sends one of the letters to an address of the operator's choice. */
export function testEmailRoute(scope: PluginScope, collections: Collections): Route {
  return {
    method: "POST",
    path: "/api/settings/test/email",
    middlewares: [superusersOnly],
    async handle(e) {
      const { letter, collection, email } = await read(e);
      try {
        await letter.send(scope.db, collection, email);
      } catch (cause) {
        throw new TestEmailFailed({}, { cause });
      }
      e.noContent(204);
    },
  };

  interface TestRequest {
    readonly letter: TestLetter;
    readonly collection: Collection;
    readonly email: string;
  }

  async function read(e: RequestEvent): Promise<TestRequest> {
    const form = await Form.of(e, UnreadableForm);
    const email = form.text("email");
    const template = form.text("template");
    const letter = scope.collect(TestLetters).find((one) => one.template === template);
    const collection = collections.find(scope.db, form.text("collection") || "_superusers");
    const issues = {
      ...(!collection?.isAuth && { collection: notAnAuthCollection }),
      ...namedIssue("email", emailIssue(email)),
      ...(letter === undefined && { template: template === "" ? required : notATemplate }),
    };
    if (letter === undefined || collection === undefined || Object.keys(issues).length > 0) {
      throw new TestEmailFailed(issues);
    }
    return { letter, collection, email };
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
