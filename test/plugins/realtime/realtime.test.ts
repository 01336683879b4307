import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Auth } from "../../../plugins/auth/contract.ts";
import { type Collection, Collections } from "../../../plugins/collections/contract.ts";
import {
  Broker,
  onRealtimeConnectRequest,
  onRealtimeMessageSend,
  onRealtimeSubscribeRequest,
} from "../../../plugins/realtime/contract.ts";
import { onRecordEnrich, type RecordModel, Records } from "../../../plugins/records/contract.ts";
import { ask } from "../../support/app.ts";
import { createHouse, type House } from "../files/house.ts";
import { listen } from "./listener.ts";

const records = "/api/collections/posts/records";

interface Open extends House {
  readonly url: string;
}

async function openHouse(rules: object = {}): Promise<Open> {
  const house = await createHouse();
  await house.collection({
    name: "posts",
    fields: [
      { name: "title", type: "text" },
      { name: "secret", type: "text", hidden: true },
      { name: "owner", type: "relation", collectionId: "_pb_users_auth_", cascadeDelete: true },
    ],
    ...rules,
  });
  const { address } = await house.app.serve({ host: "127.0.0.1", port: 0 });
  return { ...house, url: address };
}

async function create(house: House, body: object): Promise<{ readonly id: string }> {
  return (await ask(house.app, `POST ${records}`, { body, token: house.root })).body as { id: string };
}

async function user(
  house: House,
  email: string,
): Promise<{ readonly record: RecordModel; readonly token: string }> {
  const users = house.app.service(Collections).find(house.scope.db, "users") as Collection;
  const record = house.app.service(Records).create(users, { email, password: "1234567890" });
  await house.app.service(Records).save(house.scope.db, record);
  return { record, token: await house.app.service(Auth).issueToken(record, "auth") };
}

function withOptions(topic: string, options: object): string {
  return `${topic}?options=${encodeURIComponent(JSON.stringify(options))}`;
}

test("whoever asked hears of what is made, changed and deleted", async () => {
  const house = await openHouse();
  const listener = await listen(house.url);
  expect(await listener.subscribe(["posts/*"])).toBe(204);
  const { id } = await create(house, { title: "<a>" });
  await ask(house.app, `PATCH ${records}/${id}`, { body: { title: "b" } });
  await ask(house.app, `DELETE ${records}/${id}`);

  const heard = await listener.take(3);
  expect(heard.map(({ event }) => event)).toEqual(["posts/*", "posts/*", "posts/*"]);
  expect(heard.map(({ data }) => data)).toMatchObject([
    { action: "create", record: { id, title: "<a>" } },
    { action: "update", record: { id, title: "b" } },
    { action: "delete", record: { id, title: "b" } },
  ]);
  expect(heard[0]?.data).not.toHaveProperty("record.secret");
});

test("a topic may name the collection alone, its id, or one record", async () => {
  const house = await openHouse();
  const { id } = await create(house, { title: "a" });
  const { collectionId } = (await ask(house.app, `GET ${records}/${id}`)).body as { collectionId: string };
  const listener = await listen(house.url);
  await listener.subscribe(["posts", `${collectionId}/*`, `posts/${id}`, "posts/other", "POSTS/*"]);
  await ask(house.app, `PATCH ${records}/${id}`, { body: { title: "b" } });

  const events = (await listener.take(3)).map(({ event }) => event).sort();
  expect(events).toEqual([`${collectionId}/*`, "posts", `posts/${id}`].sort());
});

test("subscriptions may filter, pick fields and expand", async () => {
  const house = await openHouse();
  const { record } = await user(house, "ann@example.com");
  const topics = [
    withOptions("posts/*", { query: { filter: "title = 'b'" } }),
    withOptions("posts/*", { query: { fields: "title" } }),
    withOptions("posts/*", { query: { expand: "owner" } }),
    withOptions("posts/*", { query: { filter: "secret = 'x'" } }),
  ];
  const listener = await listen(house.url);
  await listener.subscribe(topics);
  await create(house, { title: "a", secret: "x", owner: record.id });
  await create(house, { title: "b", secret: "x" });

  const heard = await listener.take(5);
  const told = (topic: string | undefined) =>
    heard.filter(({ event }) => event === topic).map(({ data }) => data);
  expect(told(topics[0])).toMatchObject([{ record: { title: "b" } }]);
  expect(told(topics[1])).toEqual([
    { record: { title: "a" }, action: "create" },
    { record: { title: "b" }, action: "create" },
  ]);
  expect(told(topics[2])).toMatchObject([{ record: { expand: {} } }, {}]);
  expect(told(topics[3])).toEqual([]);
});

test("everybody hears what the rules let them, decided once for those who may see the same", async () => {
  const house = await openHouse({ listRule: "owner = @request.auth.id", viewRule: "" });
  const ann = await user(house, "ann@example.com");
  const bob = await user(house, "bob@example.com");
  const listeners = await Promise.all([ann, ann, bob].map(() => listen(house.url)));
  const [first, second, other] = listeners;
  await first?.subscribe(["posts/*"], ann.token);
  await second?.subscribe(["posts/*"], ann.token);
  await other?.subscribe(["posts/*"], bob.token);
  const root = await listen(house.url);
  await root.subscribe(["posts/*"], house.root);
  const enriched: string[] = [];
  house.scope.on(onRecordEnrich, async (e) => {
    if (e.requestInfo.context === "realtime") enriched.push(e.requestInfo.auth?.getString("email") ?? "");
    await e.next();
  });
  await create(house, { title: "a", secret: "x", owner: ann.record.id });
  await create(house, { title: "b", secret: "x", owner: bob.record.id });

  expect((await first?.take(1))?.[0]?.data).toMatchObject({ record: { title: "a" } });
  expect((await second?.take(1))?.[0]?.data).toMatchObject({ record: { title: "a" } });
  expect((await other?.take(1))?.[0]?.data).toMatchObject({ record: { title: "b" } });
  expect((await root.take(2)).map(({ data }) => data)).toMatchObject([
    { record: { title: "a", secret: "x" } },
    { record: { title: "b", secret: "x" } },
  ]);
  expect(enriched.sort()).toEqual([
    "ann@example.com",
    "bob@example.com",
    "root@example.com",
    "root@example.com",
  ]);
});

test("what is rolled back is not told; what is committed is told afterwards", async () => {
  const house = await openHouse();
  const listener = await listen(house.url);
  await listener.subscribe(["posts/*"]);
  const { db } = house.scope;
  const posts = house.app.service(Collections).find(db, "posts") as Collection;
  const save = (title: string, after: () => void) =>
    db.transaction(async (tx) => {
      await house.app.service(Records).save(tx, house.app.service(Records).create(posts, { title }));
      after();
    });
  await save("lost", () => {
    throw new Error("never mind");
  }).catch(() => {});
  await save("kept", () => {});

  expect((await listener.take(1))[0]?.data).toMatchObject({ record: { title: "kept" } });
});

test("a handler that is asked about one change may make another, and both are told in order", async () => {
  const house = await openHouse();
  const listener = await listen(house.url);
  await listener.subscribe(["posts/*"]);
  const posts = house.app.service(Collections).find(house.scope.db, "posts") as Collection;
  house.scope.on(onRecordEnrich, async (e) => {
    const { context } = e.requestInfo;
    if (context === "realtime" && e.record.getString("title") === "first") {
      const second = house.app.service(Records).create(posts, { title: "second" });
      await house.app.service(Records).save(house.scope.db, second);
    }
    await e.next();
  });
  await create(house, { title: "first" });

  expect((await listener.take(2)).map(({ data }) => data)).toMatchObject([
    { record: { title: "first" } },
    { record: { title: "second" } },
  ]);
});

test("records that go with another are told of too, if they could be seen", async () => {
  const house = await openHouse({ listRule: "owner.id != ''" });
  const ann = await user(house, "ann@example.com");
  const post = await create(house, { title: "a", owner: ann.record.id });
  const listener = await listen(house.url);
  await listener.subscribe(["posts/*"], ann.token);
  await ask(house.app, `DELETE /api/collections/users/records/${ann.record.id}`, { token: house.root });

  expect((await listener.take(1))[0]?.data).toMatchObject({ action: "delete", record: { id: post.id } });
});

test("a connection speaks for its account as it is now, until the token key changes", async () => {
  const house = await openHouse({ listRule: "@request.auth.name = 'Ann'" });
  const ann = await user(house, "ann@example.com");
  const listener = await listen(house.url);
  await listener.subscribe(["posts/*"], ann.token);
  await create(house, { title: "unheard" });
  await ask(house.app, `PATCH /api/collections/users/records/${ann.record.id}`, {
    body: { name: "Ann" },
    token: house.root,
  });
  await create(house, { title: "heard" });
  const client = house.app.service(Broker).clientById(listener.id);
  const before = client?.auth?.id;
  const body = { password: "0987654321", passwordConfirm: "0987654321" };
  await ask(house.app, `PATCH /api/collections/users/records/${ann.record.id}`, { body, token: house.root });

  expect((await listener.take(1))[0]?.data).toMatchObject({ record: { title: "heard" } });
  expect([before, client?.auth]).toEqual([ann.record.id, undefined]);
});

test("a connection may become somebody's, and then nobody else's", async () => {
  const house = await openHouse();
  const ann = await user(house, "ann@example.com");
  const bob = await user(house, "bob@example.com");
  const listener = await listen(house.url);

  expect(await listener.subscribe(["posts/*"])).toBe(204);
  expect(await listener.subscribe(["posts/*"], ann.token)).toBe(204);
  expect(await listener.subscribe(["posts/*"], bob.token)).toBe(403);
  expect(await listener.subscribe(["posts/*"])).toBe(403);
});

test("a new list of subscriptions takes the place of the old one", async () => {
  const house = await openHouse();
  const listener = await listen(house.url);
  await listener.subscribe(["posts/*", "a"]);
  await listener.subscribe(["b"]);
  const client = house.app.service(Broker).clientById(listener.id);
  const named = [...(client?.subscriptions().keys() ?? [])];
  await listener.subscribe([]);

  expect(named).toEqual(["b"]);
  expect(client?.subscriptions().size).toBe(0);
});

test("what is wrong with a subscription is told", async () => {
  const house = await openHouse();
  const listener = await listen(house.url);
  const refused = async (body: object) => (await ask(house.app, "POST /api/realtime", { body })).body;

  expect(await refused({ clientId: "missing" })).toMatchObject({ message: "Missing or invalid client id." });
  expect(await refused({})).toMatchObject({ data: { clientId: { code: "validation_required" } } });
  expect(await refused({ clientId: listener.id, subscriptions: ["x".repeat(2501)] })).toMatchObject({
    data: { subscriptions: { 0: { code: "validation_length_too_long", params: { max: 2500, min: 0 } } } },
  });
});

test("handlers may change subscriptions and messages, hold messages back, and end a connection by failing", async () => {
  const house = await openHouse();
  house.scope.on(onRealtimeSubscribeRequest, async (e) => {
    e.subscriptions.push("extra");
    await e.next();
  });
  house.scope.on(onRealtimeMessageSend, async (e) => {
    if (e.message.name === "boom") throw new Error("boom");
    if (e.message.name === "skip") return;
    if (e.message.name === "plain") e.message = { name: "changed", data: '"new"' };
    await e.next();
  });
  const listener = await listen(house.url);
  await listener.subscribe(["plain"]);
  const client = house.app.service(Broker).clientById(listener.id);
  for (const name of ["skip", "plain", "boom", "late"]) client?.send({ name, data: '"old"' });

  expect(client?.hasSubscription("extra")).toBe(true);
  expect(await listener.take(1)).toMatchObject([{ event: "changed", data: "new" }]);
  await listener.ended;
  expect(house.app.service(Broker).totalClients).toBe(0);
});

test("what a handler changes for one client is changed for nobody else", async () => {
  const house = await openHouse();
  const listeners = await Promise.all([1, 2, 3].map(() => listen(house.url)));
  const ids = listeners.map(({ id }) => id);
  house.scope.on(onRealtimeMessageSend, async (e) => {
    if (e.client.id === ids[1]) e.message = { ...e.message, data: '"for you"' };
    await e.next();
  });
  const message = { name: "news", data: '"für alle"' };
  for (const client of house.app.service(Broker).clients()) client.send(message);

  const heard = await Promise.all(listeners.map(async (listener) => (await listener.take(1))[0]));
  expect(heard.map((event) => event?.data)).toEqual(["für alle", "for you", "für alle"]);
  expect(heard.map((event) => event?.id)).toEqual(ids);
});

test("who leaves in the middle takes nothing from the others", async () => {
  const house = await openHouse();
  const leaving = await listen(house.url);
  const staying = await listen(house.url);
  const broker = house.app.service(Broker);
  for (let i = 0; i < 100; i++) {
    for (const client of broker.clients()) client.send({ name: "news", data: String(i) });
    if (i === 50) leaving.close();
    await staying.take(1);
  }

  await expect.poll(() => broker.clients().map(({ id }) => id)).toEqual([staying.id]);
});

test("a connection ends when nothing was said for long, and after its time in any case", async () => {
  const house = await openHouse();
  const order: string[] = [];
  house.scope.on(onRealtimeConnectRequest, async (e) => {
    const limit = Number(e.request.query.get("ms")) * 1_000_000;
    if (e.request.query.get("of") === "idle") e.idleTimeout = limit;
    else e.maxTimeout = limit;
    await e.next();
    order.push(String(e.request.query.get("of")));
  });
  const idle = await listen(house.url, "?of=idle&ms=50");
  const max = await listen(house.url, "?of=max&ms=50");
  await Promise.all([idle.ended, max.ended]);

  await expect.poll(() => order.sort()).toEqual(["idle", "max"]);
  expect(house.app.service(Broker).totalClients).toBe(0);
});

test("a reader who does not read is let go, and others are not", async () => {
  const house = await openHouse();
  const slow = await listen(house.url);
  const quick = await listen(house.url);
  slow.pause();
  const broker = house.app.service(Broker);
  const data = JSON.stringify("x".repeat(100_000));
  for (let i = 0; i < 200; i++) {
    for (const client of broker.clients()) client.send({ name: "news", data });
    await quick.take(1);
  }

  expect(broker.clients().map(({ id }) => id)).toEqual([quick.id]);
});

test("one message may be large", async () => {
  const house = await openHouse();
  const listener = await listen(house.url);
  const data = "x".repeat(3_000_000);
  house.app
    .service(Broker)
    .clientById(listener.id)
    ?.send({ name: "news", data: JSON.stringify(data) });

  expect(await listener.take(1)).toMatchObject([{ event: "news", data }]);
});

test("to a proxy that speaks HTTP/1.0 events come without chunks", async () => {
  const house = await openHouse();
  const { port } = new URL(house.url);
  const socket = connect(Number(port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.write("GET /api/realtime HTTP/1.0\r\n\r\n");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk;
  });

  await expect
    .poll(() => answer)
    .toMatch(/\r\n\r\nid:\w{40}\nevent:PB_CONNECT\ndata:{"clientId":"\w{40}"}\n\n$/);
});

test("a HEAD request has no events to wait for", async () => {
  const house = await openHouse();

  expect((await ask(house.app, "HEAD /api/realtime")).response.headers["content-type"]).toBe(
    "text/event-stream",
  );
});

test("a server that ends does not wait for those who listen", async () => {
  const house = await openHouse();
  const listener = await listen(house.url);
  await house.app.terminate();

  await listener.ended;
});
