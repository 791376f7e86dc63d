import { dropStatement, every, first, type Protection } from '../support/compliance-protection';
import type { Synthesized } from '../support/template';

const TRAIL = 'AWS::CloudTrail::Trail';
const BUCKET = 'AWS::S3::Bucket';

interface Selector {
  readonly FieldSelectors: readonly { readonly Field: string; readonly Equals?: readonly string[] }[];
}

/** The selectors of a trail that take in events at the objects of a bucket. */
function ofObjects(stage: Synthesized): Selector[] {
  const selectors: Selector[] = first(stage, TRAIL).Properties.AdvancedEventSelectors ?? [];
  return selectors.filter(({ FieldSelectors }) =>
    FieldSelectors.some(({ Field, Equals }) => Field === 'resources.type' && Equals?.includes('AWS::S3::Object')),
  );
}

/** Whether one of the selectors takes in reading or writing: one that does not say which takes in both. */
function takesIn(stage: Synthesized, readOnly: 'true' | 'false'): boolean {
  return ofObjects(stage).some(({ FieldSelectors }) =>
    FieldSelectors.every(({ Field, Equals }) => Field !== 'readOnly' || Equals?.includes(readOnly)),
  );
}

function narrowTo(stage: Synthesized, readOnly: 'true' | 'false'): void {
  for (const selector of ofObjects(stage)) {
    Object.assign(selector, { FieldSelectors: [...selector.FieldSelectors, { Field: 'readOnly', Equals: [readOnly] }] });
  }
}

/** What is known afterwards. */
export const AUDIT_PROTECTIONS: readonly Protection[] = [
  {
    promise: 'each read of a photo is recorded',
    controls: ['Security Hub S3.23', 'CIS 3.9'],
    holds: (stage) => first(stage, TRAIL).Properties.IsLogging === true && takesIn(stage, 'true'),
    remove: (stage) => narrowTo(stage, 'false'),
  },
  {
    promise: 'each photo that is put or erased is recorded',
    controls: ['Security Hub S3.22', 'CIS 3.8'],
    holds: (stage) => first(stage, TRAIL).Properties.IsLogging === true && takesIn(stage, 'false'),
    remove: (stage) => narrowTo(stage, 'true'),
  },
  {
    promise: 'a file of the record that was changed shows it',
    controls: ['Security Hub CloudTrail.4'],
    holds: (stage) => every(stage, [TRAIL], ({ Properties }) => Properties.EnableLogFileValidation === true),
    remove: (stage) => {
      first(stage, TRAIL).Properties.EnableLogFileValidation = false;
    },
  },
  {
    promise: 'the record is encrypted with the service key',
    controls: ['Security Hub CloudTrail.2'],
    holds: (stage) => every(stage, [TRAIL], ({ Properties }) => JSON.stringify(Properties.KMSKeyId ?? '').includes('ServiceKey')),
    remove: (stage) => {
      delete first(stage, TRAIL).Properties.KMSKeyId;
    },
  },
  {
    promise: 'the record reaches a log group, from which alarms can fire',
    controls: ['Security Hub CloudTrail.5'],
    holds: (stage) => every(stage, [TRAIL], ({ Properties }) => Properties.CloudWatchLogsLogGroupArn !== undefined),
    remove: (stage) => {
      delete first(stage, TRAIL).Properties.CloudWatchLogsLogGroupArn;
    },
  },
  {
    promise: 'files of the record are locked for their retention',
    holds: (stage) => first(stage, BUCKET, /TrailFiles/).Properties.ObjectLockConfiguration?.Rule?.DefaultRetention?.Days >= 90,
    remove: (stage) => {
      delete first(stage, BUCKET, /TrailFiles/).Properties.ObjectLockConfiguration;
    },
  },
  {
    promise: 'no one deletes a file of the record',
    holds: (stage) =>
      stage.of('AWS::S3::BucketPolicy').some(([, { Properties }]) => JSON.stringify(Properties).includes('"NobodyDeletes"')),
    remove: (stage) => dropStatement(stage, 'AWS::S3::BucketPolicy', 'NobodyDeletes'),
  },
  {
    promise: 'requests to the photos’ bucket from anywhere are logged',
    controls: ['Security Hub S3.9'],
    holds: (stage) => first(stage, BUCKET, /FacesPhotos/).Properties.LoggingConfiguration?.DestinationBucketName !== undefined,
    remove: (stage) => {
      delete first(stage, BUCKET, /FacesPhotos/).Properties.LoggingConfiguration;
    },
  },
];
