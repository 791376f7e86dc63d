/**
 * Member names: what one may be made of, and when two are one. The Agent API binds JSON names without regard to case (an Android
 * SDK sends `consent.userid`), so a name that only looks different could overwrite one of ours.
 */

/** The members of a start that the Agent API documents. */
export const START_MEMBERS = ['workflowId', 'platform', 'sdkVersion', 'formValues', 'props', 'consent'] as const;

/** A member at the root or in a consent. ASCII only, so that no name can look like another after the Agent API's own folding. */
export const MEMBER_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/**
 * No control, format, unassigned, invisible or separator character but the plain space inside; no sign of a reader's own at the start.
 * Private use is the customer's own, and no reader folds it; what a reader of a newer Unicode makes of an unassigned one is not known.
 */
const namePattern = (most: number) =>
  new RegExp(`^(?![$. ])(?:[^\\p{Cc}\\p{Cf}\\p{Cn}\\p{Cs}\\p{Z}\\p{Default_Ignorable_Code_Point}]| ){1,${most}}(?<! )$`, 'u');

/** A form field as the workflow's editor takes it: its name is the customer's. Also stable under NFC, see {@link isFormName}. */
export const FORM_NAME = namePattern(128);
const INNER_NAME = namePattern(64);

/** A member name in `formValues`, at any depth, or a field name of the settings: 1 to 128 characters. */
export function isFormName(name: string): boolean {
  return FORM_NAME.test(name) && isStable(name);
}

/** A member name in `props`, at any depth: 1 to 64 characters. */
export function isInnerName(name: string): boolean {
  return INNER_NAME.test(name) && isStable(name);
}

/** Whether a name has at most 64 characters, of any kind. */
export function isShortName(name: string): boolean {
  return [...name].length <= 64;
}

/** Names that others are compared with, each folded once. */
export interface KnownNames<Name extends string> {
  /** The known name that `name` is, in its own spelling. `name` must be short: normalising a long one can take quadratic time. */
  find(name: string): Name | undefined;
}

/**
 * Two names are one when they are equal after NFKC and lower case, or after NFKC and upper case. Both directions, because they
 * differ: `ſ` (U+017F) is `S` in upper case only, `K` (U+212A) is `k` in lower case only.
 */
export function knownNames<Name extends string>(names: Iterable<Name>): KnownNames<Name> {
  const byLower = new Map<string, Name>();
  const byUpper = new Map<string, Name>();
  for (const name of names) {
    const { lower, upper } = fold(name);
    byLower.set(lower, name);
    byUpper.set(upper, name);
  }
  return {
    find: (name) => {
      const { lower, upper } = fold(name);
      return byLower.get(lower) ?? byUpper.get(upper);
    },
  };
}

/**
 * U+0130 counts as i. In lower case it is i and a dot above, which some readers leave out and others keep. Composed again after
 * the change of case, which takes some letters apart.
 */
function fold(name: string): { readonly lower: string; readonly upper: string } {
  const text = name.normalize('NFKC').replace(/\u0130|[i\u0131]\u0307/g, 'i');
  return { lower: text.toLowerCase().normalize('NFKC'), upper: text.toUpperCase().normalize('NFKC') };
}

/** Two spellings of one text are two names to a reader of bytes: only the composed one passes. */
function isStable(name: string): boolean {
  return name.normalize('NFC') === name;
}
