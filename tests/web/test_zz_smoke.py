import pytest, json
from tests.database import database, postgres
from tests.web.doors import *
@pytest.mark.timeout(60)
async def test_smoke_of_all(database):
    async with open_doors(database) as d:
        r = await d.http.post("/v1/submissions", json=ANNA, headers={"Idempotency-Key":"f-7d1"}); print(r.status_code, r.text, r.headers)
        r = await d.http.post("/v1/submissions", json=ANNA, headers={"Idempotency-Key":"f-7d1"}); print(r.status_code, r.text, r.headers)
        r = await d.http.post("/v1/submissions", json={**ANNA,"email":"b@c.example"}, headers={"Idempotency-Key":"f-7d1"}); print(r.status_code, r.text)
        lid = (await d.get("/v1/leads"))[0]["id"]
        for p in ("", "/timeline", "/brief", "/why"):
            print(json.dumps(await d.get(f"/v1/leads/{lid}{p}"), indent=1))
        print(await d.get("/v1/clocks")); print(await d.get("/v1/outbox?lead="+lid)); print(await d.get("/v1/inbox"))
        r = await d.http.post(f"/v1/leads/{lid}/touches", json={"by":"ana","kind":"call"}); print(r.status_code, r.text)
        r = await d.http.post(f"/v1/leads/{lid}/reject", json={"by":"ana"}); print(r.status_code, r.text)
        r = await d.http.post("/v1/track", json={"email":"anna.berg@acme.example","event":"pricing_page_view","messageId":"m1"}); print(r.status_code, r.text)
        r = await d.http.post("/f/demo", data={"email":"x@y.example","website_url":"x"}); print(r.status_code, r.text)
        r = await d.http.get("/f/demo"); print(r.status_code, r.text[:1500], r.headers)
        for path in ("/healthz","/readyz","/metrics","/problems/invalid","/v1/nothing", "/v1/playbooks", "/v1/reps","/v1/calendars", "/v1/queues","/v1/pools","/v1/accounts"):
            r = await d.http.get(path); print(path, r.status_code, r.text[:600])
        r = await d.http.get("/openapi.json"); print(r.status_code, len(r.text), list(r.json()["paths"]))
        r = await d.http.post("/v1/batch", json={"batch":[{"type":"track","email":"q@w.example","event":"ebook"},{"type":"nope"},{"type":"track","event":"x"}, 3]}); print(r.status_code, r.text)
        i = (await d.get("/v1/inbox?state=quarantined"))[0]["id"]
        r = await d.http.post(f"/v1/inbox/{i}/release"); print(r.status_code, r.text)
        r = await d.http.delete("/v1/reps/ana"); print(r.status_code, r.text, r.headers)
