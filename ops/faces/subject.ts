import { Failure, type FailureText } from '../failures';
import type { Stage } from '../stage/stage';

/** What a subject looks like: the function refuses every other, so a photo under another would never be found. */
export const SUBJECT = /^[A-Za-z0-9][A-Za-z0-9._@+:=-]{0,127}$/;

/** In words, for whoever gave another. */
export const SUBJECT_ACCEPTS = 'a letter or digit, then up to 127 letters, digits and . _ @ + : = -';

export function isSubject(text: string): boolean {
  return SUBJECT.test(text);
}

/** Which subjects a command takes. */
export interface SubjectRule {
  /** The claim that subjects of the stage come from; undefined for a stage whose deployed version does not say it. */
  readonly claim: string | undefined;
  /** The operator says that a subject of another kind is meant, too. */
  readonly isAnyKindTaken: boolean;
}

export interface SubjectOption {
  readonly subjectIsNotAUuid?: true;
}

/** The switch, as a person writes it. */
export const ANY_KIND = '--subject-is-not-a-uuid';

/** For a command that puts photos, and for one that looks at or removes what is there. */
export const ANY_KIND_SAYS = 'take a subject that is no UUID, although the stage knows its users by "sub"';

export function subjectRule({ subjectClaim }: Pick<Stage, 'subjectClaim'>, { subjectIsNotAUuid }: SubjectOption): SubjectRule {
  return { claim: subjectClaim, isAnyKindTaken: subjectIsNotAUuid === true };
}

/** Cognito makes every `sub` as a UUID in lower-case letters, of whichever version; a key in the bucket knows upper from lower case. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How spreadsheets write a long number, in any language, and what they leave in a cell that they could not compute or show. */
const FROM_A_SPREADSHEET = /^[+-]?\d(?:[.,]\d+)?E[+-]?\d{1,3}$|^#+$|^#[A-Z/0]+[!?]?$/i;

/**
 * Why a text cannot be the subject of anybody in this stage: its letters, or its kind. `what` and `toDo` are sentences for the person
 * who gave it; neither repeats the text.
 * @returns undefined for a subject
 */
export function subjectFault(text: string, rule: SubjectRule): Pick<FailureText, 'what' | 'toDo'> | undefined {
  if (isFromASpreadsheet(text, rule)) return SPREADSHEET;
  if (!isSubject(text)) return OTHER_LETTERS;
  if (rule.claim !== 'sub' || rule.isAnyKindTaken || UUID.test(text)) return undefined;
  return UUID.test(text.toLowerCase()) ? UPPER_CASE : OTHER_KIND;
}

/** @throws Failure `invalid-input` for a text that is no subject of the stage. */
export function requireSubject(text: string, rule: SubjectRule): void {
  const fault = subjectFault(text, rule);
  if (fault !== undefined) throw new Failure('invalid-input', { ...fault, where: 'the subject' });
}

/** Whether a user can have it: said of what lies in the bucket, whatever a switch lets a command take. */
export function canBeAUser(subject: string, { claim }: SubjectRule): boolean {
  return subjectFault(subject, { claim, isAnyKindTaken: false }) === undefined;
}

/** Without a sign and a fraction (`12E4`) it may be an id of the company's own. */
function isFromASpreadsheet(text: string, { claim }: SubjectRule): boolean {
  return FROM_A_SPREADSHEET.test(text) && (claim === 'sub' || !/^\dE\d+$/i.test(text));
}

const SPREADSHEET = {
  what: 'A spreadsheet has written this: it turns long numbers into forms such as 4.93845E+15, and their last digits are lost.',
  toDo: 'Take the ids from where they came from again, and have the spreadsheet import the column as text.',
};
const OTHER_LETTERS = {
  what: 'That is no subject: the function would refuse a user of that name, and never find the photo.',
  toDo: `Give the value of the claim that callers.subjectClaim names: ${SUBJECT_ACCEPTS}.`,
};
const UPPER_CASE = {
  what: 'The UUID has upper-case letters; Cognito writes a sub in lower case, and the function would never find this photo.',
  toDo: 'Give it in lower-case letters.',
};
const OTHER_KIND = {
  what: 'That is no sub: this stage knows its users by the claim "sub", which is a UUID, so no user of it would get this photo.',
  toDo: `Give the user's sub (aws cognito-idp admin-get-user shows it), not an e-mail address or a user name. For a photo that was stored under such a name by mistake: ${ANY_KIND}.`,
};
