import { defineExtensionPoint } from "#kernel";

/** How something stands; what is not well comes with what to do about it. */
export type Finding =
  | { readonly state: "fine"; readonly text: string }
  | { readonly state: "doubtful" | "broken"; readonly text: string; readonly remedy: string };

/** One thing `isobase doctor` looks at. */
export interface Examination {
  readonly name: string;
  examine(): Promise<Finding>;
}
/** In the order they are shown; plugins add what they know of. */
export const Examinations = defineExtensionPoint<Examination>("doctor.examinations");
