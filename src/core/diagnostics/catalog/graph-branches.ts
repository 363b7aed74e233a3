/** Codes of parallel branches: where they meet and what they do to one another. */
import { didYouMean } from "#core/text/suggest.ts";
import { prose, snippet } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface BranchHoles {
  /** `join` is the join straight before the node, null if branches meet at the node itself. */
  C009: { readonly node: string; readonly join: string | null };
  C028: { readonly key: string; readonly other: string; readonly source: string };
  /** Two nodes of different branches of `fork`, or one that several branches run. */
  C115: { readonly fork: string; readonly first: string; readonly second: string };
  C118: { readonly node: string; readonly join: boolean };
  /** `known` is false for a name that is no node; `leading` are then those that lead to the join. */
  C119: {
    readonly name: string;
    readonly node: string;
    readonly known: boolean;
    readonly leading: readonly string[];
  };
}

/** The entries of these codes. */
export const branchEntries: CatalogEntries<BranchHoles> = {
  C009: {
    severity: "error",
    title: "A session to continue where there are several",
    message: ({ node, join }) =>
      join === null
        ? `\`${node}\` continues a session, but several branches meet here.`
        : `\`${node}\` continues a session, but several branches meet at \`${join}\` before it.`,
    help: () => "use `session: fresh` or `inherit_if_available`",
    explanation: prose`
      \`session: inherit\` and \`fork\` go on with the conversation of the node before. Where branches
      meet there are several, and none of them is the right one. \`inherit_if_available\` starts afresh
      there.`,
    bad: snippet`
      agent left:
        model: "openai/gpt-5"

      router split:
        mode: fan_out_all

      agent merge:
        model: "openai/gpt-5"
        await: wait_all
        session: inherit

      workflow w:
        entry: split
        split -> left
        split -> merge
        left -> merge
        merge -> done
    `,
    good: snippet`
      agent left:
        model: "openai/gpt-5"

      router split:
        mode: fan_out_all

      agent merge:
        model: "openai/gpt-5"
        await: wait_all
        session: fresh

      workflow w:
        entry: split
        split -> left
        split -> merge
        left -> merge
        merge -> done
    `,
  },
  C028: {
    severity: "warning",
    title: "Two branches bring the same key",
    message: ({ key, other }) =>
      `\`${key}\` also comes from the branch of \`${other}\`; this value wins.`,
    help: ({ key, source }) => `use another key: \`${key}_${source}: …\``,
    explanation: prose`
      Where branches meet, what their edges map is put together; of two values for a key the one of the
      later edge wins. Keys of their own keep both.`,
    bad: snippet`
      agent a:
        model: "openai/gpt-5"

      agent b:
        model: "openai/gpt-5"

      router split:
        mode: fan_out_all

      agent merge:
        model: "openai/gpt-5"
        await: wait_all

      workflow w:
        entry: split
        split -> a
        split -> b
        a -> merge with { findings: "{{outputs.a}}" }
        b -> merge with { findings: "{{outputs.b}}" }
        merge -> done
    `,
    good: snippet`
      agent a:
        model: "openai/gpt-5"

      agent b:
        model: "openai/gpt-5"

      router split:
        mode: fan_out_all

      agent merge:
        model: "openai/gpt-5"
        await: wait_all

      workflow w:
        entry: split
        split -> a
        split -> b
        a -> merge with { findings: "{{outputs.a}}" }
        b -> merge with { findings_b: "{{outputs.b}}" }
        merge -> done
    `,
  },
  C115: {
    severity: "warning",
    title: "Two branches change the workspace",
    message: ({ first, second }) =>
      first === second
        ? `Several branches change the workspace by \`${first}\`; they will wait for one another.`
        : `\`${first}\` and \`${second}\` both change the workspace; they will wait for one another.`,
    help: () => "mark one `readonly: true`, or run them one after the other",
    explanation: prose`
      Only one node changes the workspace at a time, so branches that both do so run one after the
      other, in an order nobody chose. Tools count unless they are \`readonly\`, agents and judges if
      they have a delegate or a tool that does more than read.`,
    bad: snippet`
      tool format:
        command: "make format"

      tool lint:
        command: "make lint"

      router split:
        mode: fan_out_all

      workflow w:
        entry: split
        split -> format
        split -> lint
        format -> done
        lint -> done
    `,
    good: snippet`
      tool format:
        command: "make format"

      tool lint:
        command: "make lint"
        readonly: true

      router split:
        mode: fan_out_all

      workflow w:
        entry: split
        split -> format
        split -> lint
        format -> done
        lint -> done
    `,
  },
  C118: {
    severity: "warning",
    title: "Nothing to wait for",
    message: ({ node }) =>
      `No parallel router leads to \`${node}\`, so there is nothing to wait for.`,
    help: ({ join }) => (join ? "remove the join" : "remove `await`"),
    explanation: prose`
      Branches are started by routers with \`mode: fan_out_all\`, and by those with \`mode: llm\` and
      \`multi: true\`. Where no such router leads, one path arrives and a join or \`await\` goes on
      at once.`,
    bad: snippet`
      tool build:
        command: "make"

      join meet:
        strategy: wait_all

      workflow w:
        entry: build
        build -> meet
        meet -> done
    `,
    good: snippet`
      tool build:
        command: "make"

      router split:
        mode: fan_out_all

      join meet:
        strategy: wait_all

      workflow w:
        entry: split
        split -> build
        split -> meet
        build -> meet
        meet -> done
    `,
  },
  C119: {
    severity: "error",
    title: "A join requires what can't arrive",
    message: ({ name, node, known }) =>
      known
        ? `No path leads from \`${name}\` to \`${node}\`, so no branch can bring it.`
        : `There is no node \`${name}\`.`,
    help: ({ name, known, leading }) => {
      const otherwise = `remove \`${name}\`, or require a node of a branch`;
      return known ? otherwise : didYouMean(name, leading, otherwise);
    },
    explanation: prose`
      \`require\` lists nodes that branches must have completed before the join counts as reached. Any
      node of a branch will do, but it must be on a path that leads to the join.`,
    bad: snippet`
      agent a:
        model: "openai/gpt-5"

      agent after:
        model: "openai/gpt-5"

      router split:
        mode: fan_out_all

      join meet:
        require: [a, after]

      workflow w:
        entry: split
        split -> a
        split -> meet
        a -> meet
        meet -> after
        after -> done
    `,
    good: snippet`
      agent a:
        model: "openai/gpt-5"

      agent after:
        model: "openai/gpt-5"

      router split:
        mode: fan_out_all

      join meet:
        require: [a]

      workflow w:
        entry: split
        split -> a
        split -> meet
        a -> meet
        meet -> after
        after -> done
    `,
  },
};
