import { concrete } from './stack-policies';
import type { Synthesized } from './template';
import type { TrailEvent } from './trail-events';

interface Selector {
  readonly FieldSelectors: readonly {
    readonly Field: string;
    readonly Equals?: readonly string[];
    readonly StartsWith?: readonly string[];
  }[];
}

/** Whether the trail of a stage records an event ("Filtering data events by using advanced event selectors" in the CloudTrail user guide). */
export function isRecorded(event: TrailEvent, stage: Synthesized): boolean {
  const { AdvancedEventSelectors } = concrete(stage.one('AWS::CloudTrail::Trail'), stage.resources) as {
    AdvancedEventSelectors: readonly Selector[];
  };
  return AdvancedEventSelectors.some(({ FieldSelectors }) =>
    FieldSelectors.every(({ Field, Equals, StartsWith }) => {
      const values = valuesOf(event, Field);
      if (Equals !== undefined) return values.some((value) => Equals.includes(value));
      if (StartsWith !== undefined) return values.some((value) => StartsWith.some((beginning) => value.startsWith(beginning)));
      throw new Error(`a selector for ${Field} that is not known here`);
    }),
  );
}

function valuesOf({ managementEvent, readOnly, resources }: TrailEvent, field: string): string[] {
  if (field === 'eventCategory') return [managementEvent ? 'Management' : 'Data'];
  if (field === 'readOnly') return [String(readOnly)];
  if (field === 'resources.type') return resources.map(({ type }) => String(type));
  if (field === 'resources.ARN') return resources.map(({ ARN }) => String(ARN));
  throw new Error(`the field ${field} is not known here`);
}
