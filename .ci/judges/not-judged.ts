/** Calls that the engine does not decide, each with its own word for it. One that is not here, and one here that it decides, fail the run. */
export const NOT_JUDGED: readonly { readonly action: string; readonly word: string; readonly because: string }[] = [
  {
    action: 'lambda:GetProvisionedConcurrencyConfig',
    word: 'multiple.resource.types',
    because:
      'The ARN of an alias has the form of a version’s, and both are types that the action takes: the engine asks which, and takes no answer.',
  },
];
