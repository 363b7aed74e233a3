/** Reads what the checks of a repository need to know from its files. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findProvider } from "#adapters/models/connect.ts";
import { leadsToPush } from "#core/graph/taint.ts";
import { isTakenAsFlow } from "#core/languages/flow-path.ts";
import { listModels } from "#core/graph/models.ts";
import { compileFor, toDocuments } from "#src/cli/compile.ts";
import type { Session } from "#src/cli/session.ts";
import { workflowEndings } from "#src/github/workflow-names.ts";
import { triggerOf } from "#src/github/config/config.ts";
import type { JobFile, RepositoryFacts, WorkflowFacts } from "#src/github/setup/check/finding.ts";
import { iterJobs } from "#src/github/setup/check/jobs.ts";
import type { YamlFile } from "#src/github/yaml-file.ts";
import { openYaml } from "#src/github/yaml-file.ts";

/** The text of a file, or null. */
export function readFileIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Every file under `.github/workflows`, by name. */
export function readJobFiles(root: string): readonly JobFile[] {
  const folder = ".github/workflows";
  return namesIn(join(root, folder))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => {
      const path = `${folder}/${name}`;
      return { path, yaml: openYaml(readFileIfThere(join(root, path)) ?? "") };
    });
}

/** All facts that the files tell. */
export function readRepository(
  session: Session,
  root: string,
  given: Pick<RepositoryFacts, "config" | "configured" | "api"> & {
    readonly path: string;
    readonly yaml: YamlFile;
  },
): RepositoryFacts {
  const { config } = given;
  const files = readJobFiles(root);
  const folder = config.workflows ?? ".github/iter";
  const names = Object.keys(config.triggers ?? {}).map((name) => triggerOf(config, name)?.workflow);
  const server = session.env["GITHUB_SERVER_URL"] ?? "https://github.com";
  return {
    configPath: given.path,
    config,
    configured: given.configured,
    configYaml: given.yaml,
    files,
    iter: files.flatMap(iterJobs),
    workflows: new Map(
      names.flatMap((name) =>
        name === undefined ? [] : [[name, findWorkflow(session, root, { folder, name })]],
      ),
    ),
    recipes: new Set(
      namesIn(join(root, folder, "recipes")).map((name) => name.replace(/\.json$/, "")),
    ),
    githubDotCom: server === "https://github.com",
    api: given.api,
  };
}

function findWorkflow(
  session: Session,
  root: string,
  { folder, name }: { readonly folder: string; readonly name: string },
): WorkflowFacts | null {
  const isFile = workflowEndings.some((ending) => name.endsWith(ending));
  const places = isFile
    ? [name, join(folder, name)]
    : workflowEndings.map((ending) => join(folder, name + ending));
  for (const path of places) {
    const source = readFileIfThere(join(root, path));
    if (source === null) continue;
    return isTakenAsFlow(path) ? { ...unread, path } : factsOf(session, { path, source });
  }
  return null;
}

/** A flow is only known to be there. */
const unread = { vars: [], needs: [], errors: [], gates: [], gatesOfPushes: [], providers: [] };

function factsOf(
  session: Session,
  file: { readonly path: string; readonly source: string },
): WorkflowFacts {
  const { graph, ...compiled } = compileFor(session, file, { simulate: true });
  const found = toDocuments(compiled.file, compiled.diagnostics);
  const vars = graph?.vars ?? [];
  const gates = graph?.nodes.filter(({ kind }) => kind === "human") ?? [];
  return {
    path: file.path,
    vars: vars.map(({ name }) => name),
    needs: vars.filter(({ required }) => required).map(({ name }) => name),
    errors: found.filter(({ severity }) => severity === "error"),
    gates: gates.map(({ id }) => id),
    gatesOfPushes: gates.filter(({ id }) => leadsToPush(graph, id)).map(({ id }) => id),
    providers:
      graph === null
        ? []
        : listModels(graph).flatMap(({ model }) => findProvider(model)?.provider.name ?? []),
  };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ENOTDIR";
}
