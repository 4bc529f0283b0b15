-- Each request is another person asking for a demo, so that every answer is a lead taken in.
local counter, run = 0, tostring(os.time()) .. tostring(math.random(1, 1000000))
local countries = { "SE", "NO", "DK", "FI", "DE", "AT", "CH", "GB", "IE", "US", "CA", "MX", "BR" }
local headers = {
  ["Content-Type"] = "application/json",
  ["Authorization"] = "Bearer " .. (os.getenv("BENCH_TOKEN") or ""),
}

request = function()
  counter = counter + 1
  local body = string.format(
    '{"form": "demo", "email": "p%d@firm%d-%s.example", "first_name": "Eva", "last_name": "Lund", '
      .. '"company": "Firm %d", "title": "CTO", "country": "%s", "employees": 300, "industry": "software", '
      .. '"message": "We would like to see how it works with our own data.", '
      .. '"source": {"campaign": "spring", "medium": "web", "page": "/demo"}}',
    counter, counter % 3000, run, counter % 3000, countries[counter % 13 + 1])
  return wrk.format("POST", "/v1/submissions", headers, body)
end
