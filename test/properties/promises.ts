import type { HostileRequest } from './hostile-request';
import { Members, type Read, readJson } from './json-reader';
import { INJECTIONS, SETTINGS } from './settings';
import { type Outcome, photoAt } from './world';

const ROOT = ['workflowId', 'platform', 'sdkVersion', 'formValues', 'props', 'consent'];
const CONSENT = ['userId', 'note', 'givenOn', 'isProcessingStoringAllowed', 'isTrainingAllowed'];
const FORWARDED = ['correlationId'];
const FIELDS = Object.values(INJECTIONS).map(({ field }) => field);
const LISTED = ['wf-123', 'wf-doc', 'wf-plain', 'wf-form'];
const SAFE_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Every promise that an outcome breaks, in words; none when all is well. Judged by other means than the function's own. */
export function brokenPromises(request: HostileRequest, outcome: Outcome): string[] {
  const subject = verifiedSubject(request);
  const broken: (string | false)[] = [
    outcome.requests.length > 1 && 'more than one request left',
    outcome.reads.length > 1 && 'more than one object was read',
    subject === undefined && outcome.reads.length + outcome.requests.length > 0 && 'something happened for no one',
  ];
  const [sent] = outcome.requests;
  const left = sent === undefined || subject === undefined ? [] : brokenBySent(request, outcome, subject);
  const reading = subject === undefined ? [] : brokenByRead(outcome, subject);
  return [...broken.filter((text) => text !== false), ...reading, ...left];
}

/** Who calls: the configured claim of a token of the configured kind and client. The alphabet is written down, not matched. */
export function verifiedSubject({ settings, claims }: HostileRequest): string | undefined {
  const { tokens, callerRules } = SETTINGS[settings];
  const client = tokens.use === 'id' ? claims?.aud : claims?.client_id;
  const subject = claims?.[callerRules.subjectClaim];
  if (claims?.token_use !== tokens.use || client !== tokens.clientIds[0] || typeof subject !== 'string') return undefined;
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const isSafe = [...subject].every((character) => `${letters}._@+:=-`.includes(character)) && letters.includes(subject[0] ?? '/');
  return isSafe && subject.length <= 128 ? subject : undefined;
}

/** The key that was read is one of the verified subject's; which one, the body that left decides below. */
function brokenByRead({ reads }: Outcome, subject: string): string[] {
  const own = Object.values(INJECTIONS).map(({ key }) => key(subject));
  return reads.filter((key) => !own.includes(key)).map((key) => `the object ${key} was read for ${subject}`);
}

function brokenBySent(request: HostileRequest, outcome: Outcome, subject: string): string[] {
  const [sent] = outcome.requests;
  if (sent === undefined) return [];
  const headers = brokenByHeaders(request, outcome);
  const isStart = sent.path === '/agent/api/v1/transaction';
  if (isStart !== request.resource.endsWith('/transaction')) return [...headers, `${request.resource} became ${sent.path}`];
  const target = /^\/agent\/api\/v1\/initialize\/([^/]+)\/(info|cancel)$/.exec(sent.path);
  if (!isStart && !(SAFE_ID.test(target?.[1] ?? '') && request.resource.endsWith(`/${target?.[2]}`)))
    return [...headers, `a path was ${sent.path}`];
  if (sent.body.length === 0) return [...headers, ...(isStart ? ['a start without a body'] : [])];
  const body = readJson(sent.body.toString());
  if (!(body instanceof Members)) return [...headers, 'what left is no object'];
  return [...headers, ...brokenByNames(body, subject), ...(isStart ? brokenByStart(request, outcome, body, subject) : [])];
}

function brokenByHeaders(request: HostileRequest, { requests, authorization }: Outcome): string[] {
  const { headers = {} } = requests[0] ?? {};
  const ours = ['host', 'connection', 'content-type', 'content-length', 'accept', 'accept-encoding', 'user-agent', 'authorization'];
  const allowed = request.settings === 'open' ? [...ours, 'x-correlation-id'] : ours;
  return [
    ...Object.keys(headers)
      .filter((name) => !allowed.includes(name))
      .map((name) => `the header ${name} left`),
    ...(headers.authorization === authorization ? [] : ['the credentials are not ours']),
    ...(JSON.stringify(headers).includes('token-of-the-caller') ? ['the token left'] : []),
  ];
}

/** One spelling of each known member, the subject as user id, and no member that must stay here. */
function brokenByNames(body: Members, subject: string): string[] {
  const consent = body.get('consent');
  const broken = [...respelled(body, ROOT), ...(consent instanceof Members ? respelled(consent, CONSENT) : [])];
  if (consent instanceof Members && consent.get('userId') !== subject) broken.push('consent.userId is not the subject');
  const strange = [
    ...body.entries.filter(([name]) => ![...ROOT, ...FORWARDED].includes(name)),
    ...(consent instanceof Members ? consent.entries.filter(([name]) => !CONSENT.includes(name)) : []),
  ];
  return [...broken, ...strange.map(([name]) => `${name} is not ours to send`)];
}

function respelled(object: Members, names: readonly string[]): string[] {
  return names
    .filter((name) => object.spellings(name).some(([own], at) => at > 0 || own !== name))
    .map((name) => `${name} is spelled otherwise or twice`);
}

function brokenByStart(request: HostileRequest, outcome: Outcome, body: Members, subject: string): string[] {
  const workflowId = body.get('workflowId');
  if (typeof workflowId !== 'string' || !SAFE_ID.test(workflowId)) return ['no workflow id'];
  if (request.settings !== 'open' && !LISTED.includes(workflowId)) return [`the workflow ${workflowId} is in no list`];
  // An id may be the name of what every object has.
  const injection = Object.hasOwn(INJECTIONS, workflowId) ? INJECTIONS[workflowId] : undefined;
  const expected = injection === undefined ? [] : [injection.key(subject)];
  const photo = expected.map((key) => photoAt(key).toString('base64'))[0];
  return [
    ...(outcome.reads.join() === expected.join() ? [] : ['another object was read than the workflow needs']),
    ...brokenByForm(body.get('formValues'), injection?.field, photo),
    ...brokenByStamp(body.get('props'), {
      subject,
      workflowId,
      image: injection && `${workflowId === 'wf-doc' ? 'documentFront' : 'face'}@v1`,
    }),
    ...(injection !== undefined && request.settings !== 'open' && !hasConsent(body) ? ['a photo left without consent'] : []),
  ];
}

function hasConsent(body: Members): boolean {
  const consent = body.get('consent');
  return consent instanceof Members && consent.get('isProcessingStoringAllowed') === true;
}

/** In the protected fields stands the photo, once, or nothing. */
function brokenByForm(form: Read | undefined, field: string | undefined, photo: string | undefined): string[] {
  if (!(form instanceof Members)) return field === undefined && form === undefined ? [] : ['no form values'];
  const filled = FIELDS.flatMap((name) => form.spellings(name));
  const others = form.entries.filter(([name]) => name !== field);
  return [
    ...(JSON.stringify(filled) === JSON.stringify(field === undefined ? [] : [[field, photo]])
      ? []
      : ['a protected field holds something else']),
    ...others.filter(([name, value]) => name !== 'upload' && !isPlain(value)).map(([name]) => `${name} is not plain`),
  ];
}

/** Judged a character at a time, apart from the function's own rule. */
function isPlain(value: Read): boolean {
  if (typeof value !== 'string') return typeof value === 'boolean' || typeof value === 'number';
  let run = 0;
  for (const character of value) {
    run = /[A-Za-z0-9+/=_-]/.test(character) ? run + 1 : 0;
    const code = character.codePointAt(0) ?? 0;
    const isControl = (code < 32 && !'\t\n\r'.includes(character)) || (code > 126 && code < 160);
    if (run > 64 || character === '<' || isControl) return false;
  }
  return [...value].length <= 256;
}

function brokenByStamp(props: Read | undefined, stamp: { subject: string; workflowId: string; image: string | undefined }): string[] {
  if (!(props instanceof Members)) return ['no props'];
  const wanted = [
    ['faceMatchSubject', stamp.subject],
    ['faceMatchRequestId', 'request-1'],
    ['faceMatchWorkflowId', stamp.workflowId],
    ['faceMatchImage', stamp.image],
  ] as const;
  return wanted
    .filter(([name, value]) => JSON.stringify(props.spellings(name)) !== JSON.stringify(value === undefined ? [] : [[name, value]]))
    .map(([name]) => `${name} is not ours alone`);
}
