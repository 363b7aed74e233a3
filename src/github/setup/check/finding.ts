/** What `iter github check` says, and about what. Spec: github §16.2. */
import type { Value } from "#core/graph/value.ts";
import type { Config } from "#src/github/config/config.ts";
import type { YamlFile } from "#src/github/yaml-file.ts";

/** One thing that doesn't fit. */
export interface Finding {
  /** Such as `G003` or `C183`; stable. */
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly file: string;
  readonly line: number;
  readonly message: string;
  /** What mends it. */
  readonly help: string;
}

/** A file under `.github/workflows`. */
export interface JobFile {
  readonly path: string;
  readonly yaml: YamlFile;
}

/** A workflow of Iter as the configuration's checks need it. */
export interface WorkflowFacts {
  readonly path: string;
  readonly vars: readonly string[];
  /** Variables without which no run starts. */
  readonly needs: readonly string[];
  /** What keeps it from being run. */
  readonly errors: readonly Pick<Finding, "code" | "line" | "message">[];
  readonly gates: readonly string[];
  /** Those of them from which a way leads to a commit, a pull request or a dispatch. */
  readonly gatesOfPushes: readonly string[];
  /** Such as `anthropic` and `github`. */
  readonly providers: readonly string[];
}

/** Everything that is known of a repository. */
export interface RepositoryFacts {
  readonly configPath: string;
  /** False if the configuration is that of a repository without the file. */
  readonly configured: boolean;
  readonly config: Config;
  readonly configYaml: YamlFile;
  /** Every file under `.github/workflows`. */
  readonly files: readonly JobFile[];
  /** Those that start Iter, with the places of the jobs in them. */
  readonly iter: readonly IterJob[];
  /** The workflow of a trigger; null if there is none of that name. */
  readonly workflows: ReadonlyMap<string, WorkflowFacts | null>;
  /** Names of recipes that there are. */
  readonly recipes: ReadonlySet<string>;
  readonly githubDotCom: boolean;
  /** Null if nobody could be asked. */
  readonly api: ApiFacts | null;
}

/** What only the API knows; null is what it didn't tell. */
export interface ApiFacts {
  readonly public: boolean | null;
  /** Names of secrets. */
  readonly secrets: readonly string[] | null;
  /** True if somebody must approve; environments that are missing are absent. */
  readonly environments: Readonly<Record<string, boolean>> | null;
  /** Texts of workflow files elsewhere that jobs call, as they are named. */
  readonly called?: Readonly<Record<string, string>>;
}

/** A job that starts Iter. */
export interface IterJob {
  readonly file: JobFile;
  readonly job: string;
  /** What the job says. */
  readonly value: Value;
  /** The inputs that the Action is given. */
  readonly inputs: Readonly<Record<string, Value>>;
  /** From the top of the file to the step or the job. */
  readonly place: readonly PropertyKey[];
  /** Begins with the bot's dispatches alone. */
  readonly throughBot: boolean;
}
