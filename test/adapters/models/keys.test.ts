import { expect, it } from "vitest";
import { providers } from "#adapters/models/providers.ts";
import { selectEnvironment } from "#adapters/processes/environment.ts";
import { secretValues } from "#core/run/redact.ts";

it.each(providers.flatMap(({ keyNames }) => [...keyNames]))(
  "keeps what %s holds out of logs and of programs that a run starts",
  (name) => {
    const env = { [name]: "a-key-that-nobody-may-see" };

    expect(secretValues(env)).toEqual(["a-key-that-nobody-may-see"]);
    expect(selectEnvironment(env, [], {})).toEqual({});
  },
);
