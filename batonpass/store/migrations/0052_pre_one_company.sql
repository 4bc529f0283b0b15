-- Who works the leads of a company is found by their mail domain, for which there is an index without it.

drop index if exists app.leads_company;
