"""Rules, the queue, decisions, sanctions, reports and appeals: for comments, articles, profiles and ads alike."""
