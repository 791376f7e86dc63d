import { jpegOf } from './photo';

/** One start that shows something. */
export interface Trial {
  readonly tried: string;
  readonly body: string;
  /** Of the photo in it, where its size is what is tried. */
  readonly bytes?: number;
}

/** In the order of their size: after the first that is refused, no larger one is sent. */
export const PHOTO_BYTES = [64 * 1024, 1024 * 1024, 5 * 1024 * 1024, 10 * 1024 * 1024];

/** A value of `props` that is looked for in what comes back. */
export const MARK = 'face-match-proxy-probe';

export interface Tried {
  readonly workflowId: string;
  /** Form field that takes the photo. */
  readonly field: string;
  /** Throw-away user. */
  readonly userId: string;
  /** A JPEG. @default - a grey square */
  readonly picture: Buffer | undefined;
}

/** How many transactions are started at most. */
export const MOST_STARTS = 3 + PHOTO_BYTES.length;

/** Each start, made when it is its turn: the larger ones are not small. */
export function* trialsOf({ workflowId, field, userId, picture }: Tried): Generator<Trial> {
  const photo = (bytes: number) => jpegOf(bytes, picture).toString('base64');
  const consent = { userId, isProcessingStoringAllowed: true, isTrainingAllowed: false };
  const start = {
    workflowId,
    platform: 'browser',
    sdkVersion: '1.10.0',
    formValues: { [field]: photo(0) },
    props: { probe: MARK },
    consent,
  };
  const { workflowId: _, ...others } = start;
  yield { tried: 'a start as the proxy sends it', body: JSON.stringify(start) };
  yield { tried: 'a required member in another case', body: JSON.stringify({ WORKFLOWID: workflowId, ...others }) };
  yield { tried: 'a member that is not known', body: JSON.stringify({ ...start, faceMatchProxyProbe: 'not known' }) };
  for (const bytes of PHOTO_BYTES)
    yield { tried: `a photo of ${bytes} bytes`, bytes, body: JSON.stringify({ ...start, formValues: { [field]: photo(bytes) } }) };
}
