import { MEMBER_NAME, type START_MEMBERS } from '../../../contract/names';
import { WORKFLOW_ID } from '../../../contract/operations';
import type { JsonMap } from './document';

const PRINTABLE = { type: 'string', minLength: 1, maxLength: 64, description: 'Printable characters.' };
const FLAG = { type: ['boolean', 'null'] };
const TEXT = { type: ['string', 'null'] };

const CONSENT: JsonMap = {
  type: ['object', 'null'],
  propertyNames: { pattern: MEMBER_NAME.source },
  maxProperties: 64,
  properties: {
    userId: { ...TEXT, description: 'The subject of the token, unless `callers.consentUserId` is "replace".' },
    note: TEXT,
    givenOn: { description: 'As the SDK writes it.' },
    isProcessingStoringAllowed: { ...FLAG, description: 'Must be true for a workflow that gets a photo.' },
    isTrainingAllowed: FLAG,
  },
};

const MEMBERS: Readonly<Record<(typeof START_MEMBERS)[number], JsonMap>> = {
  workflowId: { type: 'string', pattern: WORKFLOW_ID.source },
  platform: PRINTABLE,
  sdkVersion: PRINTABLE,
  formValues: {
    type: ['object', 'null'],
    maxProperties: 64,
    additionalProperties: { type: ['boolean', 'number', 'string', 'null'] },
    description:
      'Booleans, numbers and plain short texts; never a photo. A field of `callerFields` takes other values of these types, too.',
  },
  props: { type: ['object', 'null'], maxProperties: 64, description: 'At most 8 KiB, at most four deep.' },
  consent: CONSENT,
};

/** The body of a start, in its canonical spelling; the proxy knows a member in any case. */
export const START: JsonMap = {
  type: 'object',
  description: 'As the SDKs send it. Other members are dropped, unless `agent.forwardMembers` names them.',
  required: ['workflowId', 'platform', 'sdkVersion'],
  propertyNames: { pattern: MEMBER_NAME.source },
  maxProperties: 64,
  properties: MEMBERS,
};

/** Of the body of a cancel request, which may be empty, a consent travels. */
export const CANCEL: JsonMap = {
  type: 'object',
  propertyNames: { pattern: MEMBER_NAME.source },
  maxProperties: 64,
  properties: { workflowId: MEMBERS.workflowId, consent: CONSENT },
};

/** What this product reads of the reply; the rest is Microblink's. */
export const STARTED: JsonMap = {
  type: 'object',
  description: 'Microblink’s reply, as it came. Your app sends `transactionId` to your backend, which asks for the verdict.',
  properties: { transactionId: { type: 'string' } },
};
