wrk.method = "POST"
wrk.body = '{"email": "eva.lund@firm7.example", "name": "Eva Lund", "company": "Firm 7", "country": "SE"}'
wrk.headers["Content-Type"] = "application/json"
