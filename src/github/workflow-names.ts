/** How workflows are named in configurations and inputs. Spec: github §2.2. */

/** What a workflow's file ends in, where only its name is given. */
export const workflowEndings = [".iter", ".flow.json", ".flow.yaml", ".flow.yml"] as const;
