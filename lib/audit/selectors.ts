import type { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';

type Field = CfnTrail.AdvancedFieldSelectorProperty;

/**
 * What the trail records ("Filtering data events by using advanced event selectors" in the CloudTrail user guide): every request for a photo,
 * every invocation of a function of the stack, and every change of anything in the account and region. Changes cannot be narrowed to some resources; the reading
 * management events, and with them KMS's many, are left out by `readOnly`.
 * @param objectArns how the ARNs of the recorded objects begin
 */
export function recordedEvents(objectArns: readonly string[], functionArns: readonly string[]): CfnTrail.AdvancedEventSelectorProperty[] {
  return [
    { name: 'Reads and writes of photos', fieldSelectors: data('AWS::S3::Object', objectArns) },
    // As a beginning: the ARN of an invoked version or alias goes on after the function's.
    { name: 'Invocations of the function', fieldSelectors: data('AWS::Lambda::Function', functionArns) },
    {
      name: 'Changes',
      fieldSelectors: [
        { field: 'eventCategory', equalTo: ['Management'] },
        { field: 'readOnly', equalTo: ['false'] },
      ],
    },
  ];
}

/** Reads and writes: no `readOnly`. */
function data(type: string, arns: readonly string[]): Field[] {
  return [
    { field: 'eventCategory', equalTo: ['Data'] },
    { field: 'resources.type', equalTo: [type] },
    { field: 'resources.ARN', startsWith: [...arns] },
  ];
}
