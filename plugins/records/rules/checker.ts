import { AppError } from "#kernel";
import type { Collections, RuleChecker } from "../../collections/contract.ts";
import { nobody } from "../find.ts";
import { compile } from "./compile.ts";

/** Tells what is wrong with rules before they are stored: the collection is looked at as it will be. */
export function ruleChecker(collections: Collections): RuleChecker {
  return {
    check(db, collection, rule) {
      const find = (nameOrId: string): typeof collection | undefined => {
        const isItself = nameOrId === collection.id || nameOrId === collection.name;
        return isItself ? collection : collections.find(db, nameOrId);
      };
      try {
        compile({ collection, rule, author: "server", strategy: "each" }, { find, info: nobody });
        return undefined;
      } catch (error) {
        if (error instanceof AppError)
          return String((error.cause as Error | undefined)?.message ?? error.message);
        throw error;
      }
    },
  };
}
