import { CLAIMS } from '../support/events';
import { jpegOf } from '../support/photos';
import { type Mark, marksOf } from './marks';

/** Each value that must stay where it belongs. The signs in them are written differently in JSON, URLs and base64. */
export const PHOTO = jpegOf(60_001, 'sentinel');
export const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.token-of-the-caller_4f1e/7+a2==.signature-of-it';
export const CLIENT_SECRET = 'client?secret+of/the&company-9b1d';
export const NOTE = 'note of "žarko" / about + his & her case';
export const FORM_VALUE = 'form value / of + the & caller 77c1';
export const PROP = 'prop / of + the & caller 51d0 long';
export const EMAIL = 'alice+sentinel-31aa@example.com';
export const AUTHORIZATION = 'authorization/of+the-transaction=8c0f';
export const EPHEMERAL_KEY = 'ephemeral/key+of-the-transaction=2d7e';
export const NUMBER = 918_273_645_546_372;
export const SUBJECT = 'b7e0c1d2-sentinel-subject-0000000000aa';

export const CLAIMS_OF_ALICE = { ...CLAIMS, sub: SUBJECT, email: EMAIL, 'cognito:username': EMAIL, nonce: TOKEN };
export const SECRET_TEXT = JSON.stringify({ clientId: 'sa_sentinel', clientSecret: CLIENT_SECRET });

/** What the Agent API answers to a start: the two values that are the SDK's alone. */
export const CREATED = JSON.stringify({ transactionId: 't-1', authorization: AUTHORIZATION, ephemeralKey: EPHEMERAL_KEY });

export const MARKS: readonly Mark[] = [
  ...marksOf('photo', PHOTO.subarray(20)),
  ...marksOf('token', TOKEN),
  ...marksOf('client secret', CLIENT_SECRET),
  ...marksOf('note', NOTE),
  ...marksOf('form value', FORM_VALUE),
  ...marksOf('prop', PROP),
  ...marksOf('e-mail', EMAIL),
  ...marksOf('authorization', AUTHORIZATION),
  ...marksOf('ephemeralKey', EPHEMERAL_KEY),
  ...marksOf('number', String(NUMBER)),
  ...marksOf('subject', SUBJECT),
];
