/** What an identity must be allowed for one command, next to `cloudformation:DescribeStacks`, by which every command finds its stage. */
export interface CommandPermissions {
  readonly command: string;
  /** Actions, with what they are allowed on. */
  readonly needs: readonly (readonly [actions: readonly string[], resource: string])[];
  /** What is said instead when a permission is missing and the command goes on. */
  readonly otherwise?: string;
}
