export interface WorkflowsSectionInput {
  /**
   * Workflows that get the photo of the caller.
   */
  inject?: {
    [k: string]: {
      /**
       * Form field that takes the photo, as named in the workflow.
       */
      field: string;
      /**
       * Name of the image kind, a member of "images".
       */
      image: string;
      /**
       * Form fields of the caller that are passed on with any content. Default: none.
       *
       * @minItems 0
       */
      callerFields?: string[];
    };
  };
  /**
   * Other workflows that a caller may start with your credentials.
   */
  passThrough?:
    | 'every-workflow-of-the-organisation'
    | (
        | string
        | {
            /**
             * Id of the workflow.
             */
            workflow: string;
            /**
             * Form fields of the caller that are passed on with any content. Default: none.
             *
             * @minItems 0
             */
            callerFields?: string[];
          }
      )[];
}

export interface WorkflowsSection {
  inject: {
    [k: string]: {
      field: string;
      image: string;
      callerFields?: string[];
    };
  };
  passThrough:
    | 'every-workflow-of-the-organisation'
    | (
        | string
        | {
            workflow: string;
            callerFields?: string[];
          }
      )[];
}
