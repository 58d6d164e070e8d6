"""Tables of deals, companies, contacts and products coming in: matched, shown before they are kept, kept by a job."""
