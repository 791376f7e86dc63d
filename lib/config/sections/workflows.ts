import { z } from 'zod';
import { FORM_NAME, isFormName } from '../../../contract/names';
import { WORKFLOW_ID } from '../../../contract/operations';
import { list, pattern, record, strictObject } from '../values';
import { IMAGE_NAME } from './images';

const fieldAccepts =
  'the name of a form field (1 to 128 visible characters, blanks between them only, no $ or . at its start, composed as in Unicode NFC)';

/** A form field's name, as typed in the workflow's editor, under the rule that the function has for those of a caller. */
const FIELD = pattern(FORM_NAME, fieldAccepts).refine((name) => !FORM_NAME.test(name) || isFormName(name), { error: fieldAccepts });

/** A workflow's id, in words. */
export const WORKFLOW_ID_ACCEPTS = 'a workflow id (1 to 64 letters, digits, underscores, hyphens)';

const callerFields = list(FIELD, 'form fields').optional();

const injecting = strictObject({
  field: FIELD.describe('Form field that takes the photo, as named in the workflow.'),
  image: pattern(IMAGE_NAME, 'the name of an image kind').describe('Name of the image kind, a member of "images".'),
  callerFields: callerFields.describe('Form fields of the caller that are passed on with any content. Default: none.'),
});

const passing = strictObject({
  workflow: pattern(WORKFLOW_ID, WORKFLOW_ID_ACCEPTS).describe('Id of the workflow.'),
  callerFields: callerFields.describe('Form fields of the caller that are passed on with any content. Default: none.'),
});

const passThroughAccepts =
  'a list of workflow ids, or of objects with the members workflow, callerFields, or "every-workflow-of-the-organisation"';

export const workflows = strictObject({
  inject: record(WORKFLOW_ID, injecting, 'workflow ids, each with a field and an image')
    .default({})
    .describe('Workflows that get the photo of the caller.'),
  passThrough: z
    .union(
      [
        z.literal('every-workflow-of-the-organisation'),
        z.array(z.union([pattern(WORKFLOW_ID, WORKFLOW_ID_ACCEPTS), passing], { error: WORKFLOW_ID_ACCEPTS })),
      ],
      { error: passThroughAccepts },
    )
    .default([])
    .describe('Other workflows that a caller may start with your credentials.'),
}).describe('What callers may start. A workflow in neither list is refused.');
